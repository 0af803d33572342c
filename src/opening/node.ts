/** An element of a tag and classes, holding texts and elements. Texts stay texts, whatever stands in them. */
export function node(tag: string, classes: string, ...inside: readonly (Node | string)[]): HTMLElement {
  const element = document.createElement(tag)
  element.className = classes
  element.append(...inside)
  return element
}

/** A link within the app. */
export function link(classes: string, to: string, ...inside: readonly (Node | string)[]): HTMLElement {
  const element = node('a', classes, ...inside)
  element.setAttribute('href', to)
  return element
}

const svg = 'http://www.w3.org/2000/svg'

/** An icon as `Icon.vue` draws it; `size` in rem. */
export function icon(path: string, size: number, classes = ''): Element {
  const element = document.createElementNS(svg, 'svg')
  element.setAttribute('class', `x-icon ${classes}`)
  element.setAttribute('viewBox', '0 0 24 24')
  element.setAttribute('aria-hidden', 'true')
  element.style.width = element.style.height = `${size}rem`
  const line = document.createElementNS(svg, 'path')
  line.setAttribute('d', path)
  element.append(line)
  return element
}

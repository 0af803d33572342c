const svgNamespace = 'http://www.w3.org/2000/svg'

function shape(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(svgNamespace, name)
  for (const [key, text] of Object.entries(attributes)) element.setAttribute(key, text)
  return element
}

/** Size of the pin's picture and where in it the point is, in pixels. */
export const pinSize: [number, number] = [44, 52]
export const pinTip: [number, number] = [22, 50]

/** The pin, built of elements: text as HTML is forbidden on the page. */
export function makePinMark(): HTMLElement {
  const picture = shape('svg', { viewBox: '0 0 44 52', width: '44', height: '52', 'aria-hidden': 'true' })
  picture.append(
    shape('path', { class: 'pin-map-drop', d: 'M22 50C33 37 38 28 38 19a16 16 0 1 0-32 0c0 9 5 18 16 31z' }),
    shape('circle', { class: 'pin-map-eye', cx: '22', cy: '19', r: '6' }),
  )
  const mark = document.createElement('div')
  mark.append(picture)
  return mark
}

/** When what was to be seen, in milliseconds since the navigation began; null until it was. */
export interface Start {
  /** Navigation and the heading 今天 were painted. */
  painted: number | null
  /** The first row of the list was painted. */
  listed: number | null
  /** The page of the tapped row's record had taken the address and a frame. */
  opened: number | null
}

declare global {
  interface Window {
    benchStart?: Start
  }
}

/**
 * Runs in the page before its own scripts: looks once a frame, and taps the first row as soon as nothing covers it,
 * again each quarter second until the app answers. Must not use anything from outside itself.
 */
export function watchStart({ row, tap }: { row: string; tap: boolean }): void {
  if (!/^https?:$/.test(location.protocol)) return
  const start: Start = { painted: null, listed: null, opened: null }
  window.benchStart = start
  let tapped = Number.NEGATIVE_INFINITY
  let left = ''

  const seen = (element: Element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
    const { width, height, top, bottom } = element.getBoundingClientRect()
    return width > 0 && height > 0 && bottom > 0 && top < innerHeight
  }
  const anySeen = (selector: string) =>
    [...document.querySelectorAll(selector)].some((each) => each.textContent?.includes('今天') && seen(each))

  /** Notes the time once the frame at hand has gone to the screen. */
  const note = (name: keyof Start) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => (start[name] ??= performance.now())
    port2.postMessage(null)
  }

  const touch = (target: Element) => {
    // A link that no script answers yet would load the page anew.
    addEventListener('click', (event) => event.preventDefault(), { once: true })
    tapped = performance.now()
    left = location.pathname
    target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, view: window }))
  }

  const look = () => {
    if (start.painted === null && anySeen('nav, ion-tab-bar') && anySeen('h1, ion-title')) note('painted')
    if (left !== '' && location.pathname !== left) return note('opened')
    const first = [...document.querySelectorAll(row)].find(seen)
    if (first && start.listed === null) note('listed')
    if (first && tap && performance.now() - tapped > 250) {
      const { left: x, top: y, width, height } = first.getBoundingClientRect()
      const target = document.elementFromPoint(x + width / 2, Math.min(y + height / 2, innerHeight - 1))
      if (target && first.contains(target)) touch(target)
    }
    if (tap || start.listed === null || start.painted === null) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** Milliseconds after which a finger that stays on the page is no tap. */
const longestTap = 1_000

/** Heeds fingers on the page from now on. Gives a wait until the last of them, if any, was lifted and its tap answered. */
export function heedTouch(): () => Promise<void> {
  let released = Promise.resolve()
  const press = () => {
    released = new Promise((resolve) => {
      // The click comes right after the finger was lifted.
      const end = () => setTimeout(resolve)
      for (const type of ['pointerup', 'pointercancel']) addEventListener(type, end, { once: true, capture: true })
      setTimeout(resolve, longestTap)
    })
  }
  addEventListener('pointerdown', press, { capture: true })
  return async () => {
    await released
    removeEventListener('pointerdown', press, { capture: true })
  }
}

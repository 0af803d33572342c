/** One tap and the saved mark that followed, by the page's clock; null until it happened. */
export interface Save {
  tapped: number | null
  saved: number | null
}

declare global {
  interface Window {
    benchSave?: Save
  }
}

/**
 * Runs in the page before its own scripts: notes when the submit button was tapped or a picture handed over, and when
 * the page's saved mark had been painted after it. Must not use anything from outside itself.
 */
export function watchSave(): void {
  const save: Save = { tapped: null, saved: null }
  window.benchSave = save
  let unsaved = false
  const starts = (event: Event) => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-action="submit"], [data-photo]')) return
    save.tapped = event.timeStamp
    save.saved = null
    unsaved = document.querySelector('[data-save]')?.getAttribute('data-save') !== 'saved'
  }
  addEventListener('click', starts, { capture: true })
  addEventListener('change', starts, { capture: true })
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const state = target instanceof Element ? target.getAttribute('data-save') : null
      if (state !== 'saved') unsaved = true
      else if (unsaved && save.tapped !== null && save.saved === null) {
        unsaved = false
        requestAnimationFrame(() => setTimeout(() => (save.saved ??= performance.now())))
      }
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-save'] })
}

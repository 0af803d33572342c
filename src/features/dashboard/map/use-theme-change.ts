import { onBeforeUnmount, onMounted } from 'vue'

/** Runs work whenever the colours of the page may have changed: by the person's choice or by the phone's. */
export function useThemeChange(work: () => void): void {
  const chosen = new MutationObserver(work)
  const dark = matchMedia('(prefers-color-scheme: dark)')
  onMounted(() => {
    chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    dark.addEventListener('change', work)
  })
  onBeforeUnmount(() => {
    chosen.disconnect()
    dark.removeEventListener('change', work)
  })
}

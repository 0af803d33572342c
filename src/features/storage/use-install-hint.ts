import { ref } from 'vue'

const key = 'xingxun.install-hint'

/** Whether the person is to be asked to install the app, as on iOS in a tab, until they wave it away. */
export function useInstallHint() {
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent)
  const installed = matchMedia('(display-mode: standalone)').matches
  const asked = ref(apple && !installed && !localStorage.getItem(key))
  function dismiss(): void {
    localStorage.setItem(key, '1')
    asked.value = false
  }
  return { asked, dismiss }
}

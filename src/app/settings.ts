import { ref } from 'vue'
import type { Settings, ThemeChoice } from '@/features/device/settings'
import { rememberedLocale, setLocale } from './i18n'
import { applyTheme, rememberedTheme } from './theme'

/** Language and appearance, kept on this device whoever uses it. */
export function makeSettings(): Settings {
  const locale = ref(rememberedLocale())
  const theme = ref<ThemeChoice>(rememberedTheme())
  return {
    locale,
    theme,
    setLocale(next) {
      void setLocale(next).then(() => (locale.value = next))
    },
    setTheme(next) {
      applyTheme(next)
      theme.value = next
    },
  }
}

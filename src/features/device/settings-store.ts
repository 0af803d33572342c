import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

export const localeChoices = [{ value: 'zh-CN', label: '简体中文' }, { value: 'en', label: 'English' }] as const
export type LocaleChoice = (typeof localeChoices)[number]['value']
/** `auto` leaves the choice to the phone. */
export const themeChoices = ['auto', 'light', 'dark', 'sunlight'] as const
export type ThemeChoice = (typeof themeChoices)[number]

const keys = { locale: 'xingxun.locale', theme: 'xingxun.theme' } as const

/** Language and appearance of this device, whoever uses it; the app applies them. */
export const useSettings = defineStore('settings', () => {
  const locale = ref<LocaleChoice>(localStorage.getItem(keys.locale) === 'en' ? 'en' : 'zh-CN')
  const theme = ref<ThemeChoice>(themeChoices.find((each) => each === localStorage.getItem(keys.theme)) ?? 'auto')
  watch(locale, (value) => localStorage.setItem(keys.locale, value))
  watch(theme, (value) => localStorage.setItem(keys.theme, value))
  return { locale, theme }
})

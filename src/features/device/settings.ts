import { inject, type InjectionKey, type Ref } from 'vue'

export const localeChoices = [{ value: 'zh-CN', label: '简体中文' }, { value: 'en', label: 'English' }] as const
export type LocaleChoice = (typeof localeChoices)[number]['value']
export const themeChoices = ['auto', 'light', 'dark', 'sunlight'] as const
export type ThemeChoice = (typeof themeChoices)[number]

/** Language and appearance of this device; the app provides them, since they belong to no person. */
export interface Settings {
  readonly locale: Readonly<Ref<LocaleChoice>>
  readonly theme: Readonly<Ref<ThemeChoice>>
  setLocale(locale: LocaleChoice): void
  setTheme(theme: ThemeChoice): void
}

export const settingsKey: InjectionKey<Settings> = Symbol('settings')

export function useSettings() {
  const settings = inject(settingsKey)
  if (!settings) throw new Error('no settings were provided')
  return { ...settings, locales: localeChoices, themes: themeChoices }
}

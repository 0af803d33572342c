import { createI18n } from 'vue-i18n'
import type { LocaleChoice } from '@/features/device/settings-store'
import zhCN from '@/locales/zh-CN.json'

export type Locale = LocaleChoice
type Messages = Record<string, unknown>

/** Words of one part of the app, fetched with it: the language's file, one per locale. */
export type Words = Readonly<Record<Locale, () => Promise<{ default: Messages }>>>

const shared: Words = { 'zh-CN': async () => ({ default: zhCN }), en: () => import('@/locales/en.json') }
const wanted: Words[] = [shared]
const loaded = new Set<string>(['zh-CN/0'])

export const i18n = createI18n<false>({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  missingWarn: false,
  fallbackWarn: false,
  messages: { 'zh-CN': zhCN as never },
})

async function load(locale: Locale): Promise<void> {
  await Promise.all(wanted.map(async (words, index) => {
    const mark = `${locale}/${index}`
    if (loaded.has(mark)) return
    i18n.global.mergeLocaleMessage(locale, (await words[locale]()).default)
    loaded.add(mark)
  }))
}

/** Makes words part of the app, now and after each change of language. */
export async function addWords(...parts: readonly Words[]): Promise<void> {
  for (const part of parts) if (!wanted.includes(part)) wanted.push(part)
  await load(i18n.global.locale.value as Locale)
}

export async function setLocale(locale: Locale): Promise<void> {
  await load(locale)
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
}

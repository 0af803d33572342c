import { ref } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Words } from '@/container'
import type { LocaleChoice } from '@/features/device/settings-store'
import zhCN from '@/locales/zh-CN.json'
import { isPlain } from './plain-word'

export type Locale = LocaleChoice
type Messages = Record<string, unknown>

export type { Words }

const shared: Words = { 'zh-CN': async () => ({ default: zhCN }), en: () => import('@/locales/en.json') }
const wanted: Words[] = [shared]
const loaded = new Set<string>(['zh-CN/0'])

const messages: Record<Locale, Messages> = { 'zh-CN': zhCN, en: {} }

export const i18n = createI18n<false>({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  missingWarn: false,
  fallbackWarn: false,
  messages: messages as never,
})

/** Words without values, as they were found; a form asks for hundreds, and looks each up along a path otherwise. */
const found = new Map<string, string>()
/** Read at each look-up, so that what shows a word is drawn anew when words come or the language changes. */
const edition = ref(0)
function forget(): void {
  found.clear()
  edition.value += 1
}

const wordOf = (key: string, locale: Locale): unknown =>
  key.split('.').reduce<unknown>((tree, part) => (typeof tree === 'object' ? (tree as Messages)[part] : undefined), messages[locale])

/** Plain words are looked up here, the others by the library. */
const lookUp = i18n.global.t.bind(i18n.global) as (...args: unknown[]) => string
i18n.global.t = ((...args: unknown[]): string => {
  const [key] = args
  if (typeof key !== 'string') return lookUp(...args)
  void edition.value
  const known = found.get(key)
  if (known !== undefined) return known
  const text = wordOf(key, i18n.global.locale.value as Locale) ?? wordOf(key, 'zh-CN')
  if (!isPlain(text)) return lookUp(...args)
  found.set(key, text)
  return text
}) as typeof i18n.global.t

/** A word itself is a text or, compiled, a node with its kind as a number. */
const isTree = (value: unknown): value is Messages => typeof value === 'object' && value !== null &&
  typeof (value as Messages)['t'] !== 'number' && typeof (value as Messages)['type'] !== 'number'

/** Two trees of words as one, sharing what they do not both have: the library's own merge copies every word. */
const join = (tree: Messages, more: Messages): Messages =>
  Object.fromEntries([...Object.entries(tree), ...Object.entries(more).map(([key, value]) =>
    [key, isTree(value) && isTree(tree[key]) ? join(tree[key], value) : value])])

async function load(locale: Locale): Promise<void> {
  const marks = wanted.map((words, index) => ({ words, mark: `${locale}/${index}` })).filter(({ mark }) => !loaded.has(mark))
  const parts = await Promise.all(marks.map(({ words }) => words[locale]()))
  if (parts.length === 0) return
  messages[locale] = parts.reduce((tree, part) => join(tree, part.default), messages[locale])
  i18n.global.setLocaleMessage(locale, messages[locale])
  forget()
  for (const { mark } of marks) loaded.add(mark)
}

/** Makes words part of the app, now and after each change of language. */
export async function addWords(...parts: readonly Words[]): Promise<void> {
  for (const part of parts) if (!wanted.includes(part)) wanted.push(part)
  await load(i18n.global.locale.value as Locale)
}

export async function setLocale(locale: Locale): Promise<void> {
  await load(locale)
  i18n.global.locale.value = locale
  forget()
  document.documentElement.lang = locale
}

import en from './en.json'
import zhCN from './zh-CN.json'

const english = localStorage.getItem('xingxun.locale') === 'en'

/** The page's words in the language that was chosen in the app. */
export const words = (english ? en : zhCN).recover
export const locale = english ? 'en' : 'zh-CN'

/** Of a sentence in two forms the one for one, or for more. */
const form = (text: string, count: string | number | undefined): string => {
  const [one = text, more = one] = text.split(' | ')
  return count === 1 ? one : more
}

/** A sentence with its values put in, in its form for a `count`. */
export const say = (text: string, values: Readonly<Record<string, string | number>>): string =>
  form(text, values['count']).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

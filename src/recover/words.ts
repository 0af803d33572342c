import en from './en.json'
import zhCN from './zh-CN.json'

const english = localStorage.getItem('xingxun.locale') === 'en'

/** The page's words in the language that was chosen in the app. */
export const words = (english ? en : zhCN).recover
export const locale = english ? 'en' : 'zh-CN'

/** A sentence with its values put in. */
export const say = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

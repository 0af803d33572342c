import { kindViews } from '@/kinds/views'
import { storageWords } from '../storage/words'

type Load = () => Promise<{ default: Record<string, unknown> }>
type Words = Readonly<Record<'zh-CN' | 'en', Load>>

const under = (path: string, load: Load): Load => async () => {
  const words: Record<string, unknown> = (await load()).default
  return { default: path.split('.').reduceRight((inner, name) => ({ [name]: inner }), words) }
}

const captureOwn: Words = { 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') }
const fields: Words = { 'zh-CN': () => import('@/fields/zh-CN.json'), en: () => import('@/fields/en.json') }
const position: Words = {
  'zh-CN': under('fields.position', () => import('@/fields/position/zh-CN.json')),
  en: under('fields.position', () => import('@/fields/position/en.json')),
}

/** The words of fields that are not a kind's own. */
export const fieldWords = fields

/** The words that a record's fields and kind need, to fill it in or to read it. */
export const recordWords: readonly Words[] = [fields, ...Object.values(kindViews).map(({ words }) => words)]
export const captureWords: readonly Words[] = [captureOwn, storageWords, position, ...recordWords]

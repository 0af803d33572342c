import { createI18n } from 'vue-i18n'
import { activityKinds, type ActivityKindSlug } from '../../../src/domain/activity.ts'
import { itemsOf, type ChecklistItem } from '../../../src/domain/checklist/template.ts'
import { captureWords, recordWords } from '../../../src/features/capture/words.ts'
import { activityWords } from '../../../src/features/dashboard/words.ts'
import { changeWords, type ChangeWords, type Known } from '../../../src/features/history/change-words.ts'
import { historyWords } from '../../../src/features/history/words.ts'
import { authorId, sha256Of } from '../../make/payload.ts'
import { pavilion, pavilionSha256 } from '../../make/visit.ts'

/** One scale of grades and one of parts beside the pavilion's items, which have none. */
export const scaled = [
  { code: 'service', text: '服务态度', rule: { kind: 'graded', choices: [{ code: 'good', text: '较好', score: 2 }] } },
  { code: 'equipment', text: '诊疗设备', rule: { kind: 'per_missing', deduct: 1, parts: [{ code: 'needles', text: '针具' }, { code: 'cups', text: '火罐' }] } },
] as unknown as readonly ChecklistItem[]

const items = new Map([...itemsOf(pavilion), ...scaled].map((item) => [item.code, item]))
export const known: Known = {
  names: {
    person: (id) => (id === authorId ? '演员甲' : undefined), organisation: (id) => `单位${id}`, area: (id) => `地区${id}`,
    technique: (code) => (/^tcm-/.test(code) ? `技术${code.slice(4)}` : undefined),
  },
  item: (code) => items.get(code),
  section: (code) => pavilion.sections.find((section) => section.code === code)?.title,
  checklist: (sha256: string) => (sha256 === pavilionSha256 || sha256 === pavilion.code ? { title: '中医阁检查表', version: 1 } : undefined),
  picture: (sha256) => (sha256 === sha256Of('picture problem') ? 3 : undefined),
}

export type Locale = 'zh-CN' | 'en'
type Speaker = Pick<Parameters<typeof changeWords>[0], 't' | 'te' | 'tm'>

/** The words of the page that shows a record, as its plugin. */
export async function spoken(locale: Locale) {
  const i18n = createI18n({ legacy: false, locale, messages: { [locale]: {} as never } })
  for (const words of [...captureWords, ...recordWords, ...activityWords, ...historyWords])
    i18n.global.mergeLocaleMessage(locale, (await words[locale]()).default as never)
  return i18n
}
export const speaker = async (locale: Locale) => (await spoken(locale)).global as unknown as Speaker

export const wordsOf = async (locale: Locale, kind: ActivityKindSlug): Promise<ChangeWords> => changeWords({ ...await speaker(locale), ...known, kind })
export { activityKinds }

// @vitest-environment node
import { expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import capture from '../../../src/features/capture/zh-CN.json'
import history from '../../../src/features/history/zh-CN.json'
import kind from '../../../src/kinds/free-clinic/zh-CN.json'
import { changeWords } from '../../../src/features/history/change-words.ts'

const { global } = createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { ...capture, ...history, ...kind } as never } })
const { t, te, tm } = global as unknown as Parameters<typeof changeWords>[0]
const words = changeWords({ t, te, tm, kind: 'free_clinic', names: {
  person: (id) => (id === 'p1' ? '演员甲' : undefined), organisation: (id) => (id === 121 ? '务川县中医院' : undefined),
  area: (id) => (id === 520326 ? '务川县' : undefined), technique: (code) => (code === 'tcm-01-01' ? '毫针' : undefined),
} })

it.each([
  ['header.place_name', '具体地点'], ['header.position.lng', '位置'], ['answers.leaflets', '宣传材料'], ['answers.specialties.1', '专业 2'], ['photos', '照片（张）'],
])('calls %s %s', (field, label) => expect(words.label(field)).toBe(label))

it.each([
  ['answers.leaflets', 250, '250'], ['answers.referrals', null, '（空）'], ['header.summary', '', '（空）'], ['answers.safety_incident', true, '是'],
  ['answers.venue_type', 'village', kind.kinds.free_clinic.venue.village], ['header.organisation_id', 121, '务川县中医院'],
  ['header.co_org_ids.0', 121, '务川县中医院'], ['answers.filings.0.authority_org_id', 9, '#9'], ['header.host_area_id', 520326, '务川县'],
  ['answers.leader_on_site', 'p1', '演员甲'], ['answers.techniques_shown.0', 'tcm-01-01', '毫针'], ['header.started_at', '2026-05-07T16:30:00.000Z', '2026-05-08 00:30'],
  ['header.summary', '自由的文字', '自由的文字'],
] as const)('shows the value of %s, %o, as %s', (field, value, text) => expect(words.value(field, value)).toBe(text))

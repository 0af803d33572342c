// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { changeRows } from '../../../src/features/history/change-rows.ts'
import { changeWords, type ChangeWords } from '../../../src/features/history/change-words.ts'
import { documentId, sha256Of } from '../../make/payload.ts'
import { pavilionSha256 } from '../../make/visit.ts'
import { kindModels } from '../../../src/kinds/models.ts'
import { filledAnswers, filledHeader, leaves } from './filled-records.ts'
import { activityKinds, known, speaker, wordsOf, type Locale } from './spoken-changes.ts'

/** Codes of all warnings, each of which may be given a reason. */
const warnings = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  .flatMap((name) => [...readFileSync(`src/${name}`, 'utf8').matchAll(/warningAt\([^,]+, '(\w+)'/g)].map(([, code]) => code ?? ''))

describe.each(['zh-CN', 'en'] as const)('in %s', (locale: Locale) => {
  it.each(activityKinds)('nothing of %s is read as its identifier, come or gone', async (kind) => {
    const words = await wordsOf(locale, kind)
    const content = { ...kindModels[kind].blank(null) as object, ...filledAnswers[kind] }
    const all = [...leaves(content, 'answers'), ...leaves(filledHeader(warnings), 'header')]
    const identifiers = new Set(all.flatMap(([path]) => path.split('.').filter((part) => !/^\d+$/.test(part))))
    const isRaw = (text: string) => identifiers.has(text) || /[a-z]_|[0-9a-f]{12}/.test(text) || (locale === 'zh-CN' && /[a-z]{2}/.test(text))
    const rows = [
      ...changeRows(all.map(([field, after]) => ({ field, before: null, after })), words),
      ...changeRows(all.map(([field, before]) => ({ field, before, after: null })), words),
    ].map((row) => ({ ...row, label: row.label.replace('gone_from_list', '') }))

    expect(warnings.length).toBeGreaterThan(15)
    expect(rows.length).toBeGreaterThan(60)
    expect(rows.filter(({ label, before, after }) => [...label.split(' · '), before, after].some(isRaw))).toEqual([])
    expect(rows.filter(({ key, label }) => key.startsWith('header.reasons.') && !label.includes(' · '))).toEqual([])
  })
})

describe('a field', () => {
  let words: (kind: Parameters<typeof wordsOf>[1]) => ChangeWords
  beforeAll(async () => {
    const spoken = await speaker('zh-CN')
    words = (kind) => changeWords({ ...spoken, ...known, kind })
  })

  it.each([
    ['free_clinic', 'header.place_name', '具体地点'], ['free_clinic', 'header.position.lng', '位置 · 经度'], ['free_clinic', 'answers.leaflets', '宣传材料'],
    ['free_clinic', 'answers.filings.0.filed_on', '备案 1 · 备案日期'], ['free_clinic', 'header.participants.1.title_level', '参加人员 2 · 职称'],
    ['free_clinic', 'header.reasons.coarse_position', '说明原因 · 定位精度不够'], ['free_clinic', 'photos', '照片（张）'],
    ['training_session', 'answers.roster.3.theory_score', '学员名册 4 · 理论成绩'], ['training_session', 'answers.trainers.0.org_id', '授课师资 1 · 所在机构'],
    ['supervision_visit', 'answers.items.equipment.answer.yes', '诊疗设备 · 检查结果'], ['supervision_visit', 'answers.items.equipment.answer.whole', '诊疗设备 · 总数'],
    ['supervision_visit', 'answers.items.equipment.deduction_reason', '诊疗设备 · 扣分原因'], ['supervision_visit', 'answers.findings.0.due_on', '问题 1 · 整改时限'],
    ['visit_part', 'answers.items.unheard.answer.count', '检查项 unheard · 检查结果'], ['visit_part', 'answers.template_sha256', '检查表'],
    ['supervision_visit', `photos.${sha256Of('picture problem')}.purpose`, '照片 3 · 用途'],
  ] as const)('of %s, %s, is called %s', (kind, field, label) => expect(words(kind).label(field)).toBe(label))

  it.each([
    ['free_clinic', 'answers.leaflets', 250, '250'], ['free_clinic', 'answers.referrals', null, '（空）'], ['free_clinic', 'header.summary', '', '（空）'],
    ['free_clinic', 'answers.safety_incident', true, '是'], ['free_clinic', 'answers.venue_type', 'village', '村'], ['free_clinic', 'header.organisation_id', 121, '单位121'],
    ['free_clinic', 'header.co_org_ids.0', 121, '单位121'], ['supervision_visit', 'answers.findings.0.responsible_org', 9, '单位9'],
    ['free_clinic', 'header.host_area_id', 520326, '地区520326'], ['free_clinic', 'answers.leader_on_site', documentId(5), '未知人员'],
    ['free_clinic', 'answers.techniques_shown.0', 'tcm-01-01', '技术01-01'], ['free_clinic', 'header.started_at', '2026-05-07T16:30:00.000Z', '2026-05-08 00:30'],
    ['free_clinic', 'header.summary', '自由的文字', '自由的文字'], ['free_clinic', 'header.title', 'village', 'village'],
    ['supervision_visit', 'header.participants.0.role', 'lead', '组长'], ['free_clinic', 'header.participants.0.role', 'lead', '队长'],
    ['supervision_visit', 'answers.items.equipment.answer.yes', false, '不符合'], ['supervision_visit', 'answers.items.equipment.answer.present.0', 'cups', '火罐'],
    ['supervision_visit', 'answers.items.service.answer.grade', 'good', '较好'], ['supervision_visit', 'answers.items.service.override', 150, '1.5'],
    ['supervision_visit', 'answers.findings.0.item_code', 'service', '服务态度'], ['supervision_visit', 'answers.template_sha256', pavilionSha256, '中医阁检查表，第 1 版'],
    ['supervision_visit', 'answers.template_sha256', sha256Of('other'), '本机没有的检查表'], ['visit_part', 'answers.institution', 'village_clinic', '村卫生室'],
    ['free_clinic', 'answers.filings.0.doc', sha256Of('picture problem'), '照片 3'], ['free_clinic', 'answers.filings.0.doc', sha256Of('gone'), '已移除的照片'],
  ] as const)('of %s, %s, shows %o as %s', (kind, field, value, text) => expect(words(kind).value(field, value)).toBe(text))
})

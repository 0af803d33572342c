// @vitest-environment node
import { expect, it } from 'vitest'
import { changeRows } from '../../../src/features/history/change-rows.ts'
import { documentId, sha256Of } from '../../make/payload.ts'
import { pavilionSha256 } from '../../make/visit.ts'
import { wordsOf } from './spoken-changes.ts'

const visit = await wordsOf('zh-CN', 'supervision_visit')
type Leaf = readonly [field: string, before: string | number | boolean | null, after: string | number | boolean | null]
const rowsOf = (leaves: readonly Leaf[], words = visit) =>
  changeRows(leaves.map(([field, before, after]) => ({ field, before, after })), words).map(({ label, before, after }) => [label, before, after])

const shown = sha256Of('picture problem')
const gone = sha256Of('gone')

it('say what was found of an item and of a finding before and after', () => {
  expect(rowsOf([
    ['answers.findings.0.due_on', '2026-06-07', '2026-06-21'], ['answers.findings.10.measure', '补', '补齐'], ['answers.findings.2.measure', '补', '补齐'],
    ['answers.items.equipment.answer.yes', true, false], ['answers.items.equipment.deduction_reason', '', '缺火罐'],
  ])).toEqual([
    ['问题 1 · 整改时限', '2026-06-07', '2026-06-21'], ['问题 3 · 整改措施', '补', '补齐'], ['问题 11 · 整改措施', '补', '补齐'],
    ['诊疗设备 · 检查结果', '符合', '不符合'], ['诊疗设备 · 扣分原因', '（空）', '缺火罐'],
  ])
})

it('leave out what a finding is known again by', () => {
  expect(rowsOf([['answers.findings.0.id', documentId(3), documentId(4)]])).toEqual([])
})

it('leave out what is as empty as it was', () => {
  expect(rowsOf([['answers.items.equipment.na_reason', null, ''], ['answers.items.equipment.override', null, null]])).toEqual([])
})

it.each([
  [3, 4, '已签字', '已重签'], [3, 3, '已签字', '已重签'], [null, 2, '（空）', '已签字'], [2, null, '已签字', '（空）'],
])('tell a signature of %o lines that has %o in one row', (before, after, was, is) => {
  expect(rowsOf([['answers.inspectee_sign', before, after]])).toEqual([['被检查单位签字', was, is]])
})

it('name pictures that came to an item and left it by their number, those that moved not', () => {
  expect(rowsOf([['answers.items.equipment.photos.0', gone, shown], ['answers.items.equipment.photos.1', shown, null]]))
    .toEqual([['诊疗设备 · 佐证照片', '移除：已移除的照片', '']])
  expect(rowsOf([['answers.findings.0.photos.0', null, shown]])).toEqual([['问题 1 · 问题照片', '', '增加：照片 3']])
})

it('tell a picture added, removed and described anew, each in a row', () => {
  expect(rowsOf([
    [`photos.${shown}.nth`, null, 2], [`photos.${shown}.purpose`, null, 'problem'], [`photos.${shown}.consent_state`, null, 'blurred'],
    [`photos.${gone}.nth`, 1, null], [`photos.${gone}.purpose`, 'scene', null],
  ]).sort()).toEqual([['照片 3', '（空）', '增加'], ['照片（原第 1 张）', '', '移除']])
  expect(rowsOf([[`photos.${shown}.purpose`, 'scene', 'problem'], [`photos.${shown}.nth`, 4, 3], [`photos.${gone}.nth`, 3, null]]).sort())
    .toEqual([['照片 3 · 用途', '现场', '问题'], ['照片（原第 3 张）', '', '移除']])
})

it('tell pictures put in another order once, and not those that only moved up', () => {
  expect(rowsOf([[`photos.${shown}.nth`, 2, 1], [`photos.${gone}.nth`, 1, 2]])).toEqual([['照片顺序', '', '顺序已调整']])
})

it('say what a list gained and lost, wherever it stood', () => {
  expect(rowsOf([['answers.methods.0', 'on_site', 'documents'], ['answers.methods.1', 'documents', 'report'], ['answers.methods.2', 'report', null]]))
    .toEqual([['检查方式', '移除：实地查看', '']])
  expect(rowsOf([['answers.methods.0', 'on_site', 'documents'], ['answers.methods.1', 'documents', 'on_site']])).toEqual([['检查方式', '', '顺序已调整']])
})

it('tell a part, a stop and a checklist in one row each', async () => {
  expect(rowsOf([
    ['answers.parts.0.sha256', sha256Of('one'), sha256Of('two')], ['answers.parts.1.id', null, documentId(702)], ['answers.parts.1.sha256', null, sha256Of('x')],
    ['answers.parts.1.sections.0', null, 'room'], ['answers.template_code', 'a', 'tcm_pavilion'], ['answers.template_version', 2, 1], ['answers.template_sha256', gone, pavilionSha256],
  ])).toEqual([['交回的分工 1', '', '内容已更新'], ['交回的分工 2', '（空）', '增加'], ['检查表', '本机没有的检查表', '中医阁检查表，第 1 版']])
  expect(rowsOf([['answers.stops.2.id', documentId(3), null], ['answers.stops.2.sha256', shown, null]], await wordsOf('zh-CN', 'circuit_tour')))
    .toEqual([['站点 3', '', '移除']])
})

it('still read what an older server told of pictures', () => {
  expect(rowsOf([['photos', 2, 3]])).toEqual([['照片（张）', '2', '3']])
})

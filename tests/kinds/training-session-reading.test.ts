import { createApp, h } from 'vue'
import { createI18n } from 'vue-i18n'
import { expect, it, onTestFinished } from 'vitest'
import fields from '../../src/fields/zh-CN.json'
import type { RosterRow } from '../../src/kinds/training-session/answers.ts'
import Detail from '../../src/kinds/training-session/Detail.vue'
import words from '../../src/kinds/training-session/zh-CN.json'
import { makeRosterRow, makeTrainingAnswers } from '../make/training.ts'

/** The heads of the roster's columns, as a reader sees them. */
function headsOf(roster: readonly RosterRow[]) {
  const none = () => undefined
  const app = createApp(() => h(Detail, { answers: makeTrainingAnswers({ roster }), names: { person: none, organisation: none, technique: none } }))
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, messages: { 'zh-CN': { ...fields, ...words } } }))
  const root = document.createElement('main')
  app.mount(root)
  onTestFinished(() => app.unmount())
  return [...root.querySelectorAll('.roster-table th[scope=col]')].map((each) => each.textContent?.trim())
}

it('a roster has no column in which nobody has a value', () => {
  const plain = { theory_score: null, practice_score: 88, certificate_no: '', techniques: [] }

  expect(headsOf([makeRosterRow(plain)])).toEqual(['学员', '所在机构', '实操成绩', '考核结果'])
  expect(headsOf([makeRosterRow(plain), makeRosterRow({ ...plain, certificate_no: '证1', techniques: ['tcm-05-01'] })]))
    .toEqual(['学员', '所在机构', '实操成绩', '考核结果', '证书编号', '所学技术'])
})

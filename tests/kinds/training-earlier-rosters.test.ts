import { expect, it, vi } from 'vitest'
import type { Payload } from '../../src/domain/document.ts'
import type { PersonId } from '../../src/domain/id.ts'
import { formatPersonCode } from '../../src/domain/person-code.ts'
import { newRow } from '../../src/kinds/training-session/roster.ts'
import type { TrainingSessionAnswers } from '../../src/kinds/training-session/answers.ts'
import { colleagueId, documentId, makeHeader, personId } from '../make/payload.ts'
import { makeRosterRow, makeTrainingAnswers, makeTrainingPayload, type TrainingPayload } from '../make/training.ts'
import { openRosterCard } from './open-roster-card.ts'

const [ai, bai] = ['ai', 'bai'].map((word) => personId(word) as PersonId) as [PersonId, PersonId]
const person = (id: PersonId, name: string) => ({ id, name, organisation_id: null, title_level: 'none', category: 'tcm' })
const session = (nth: number, roster: TrainingSessionAnswers['roster'], parts: Partial<TrainingPayload> = {}) => makeTrainingPayload({
  id: documentId(nth), revision: 0, header: makeHeader({ title: `拔罐班第${nth}期`, started_at: `2026-05-${String(nth).padStart(2, '0')}T01:00:00.000Z` }),
  answers: makeTrainingAnswers({ roster }), ...parts })

const people = [person(ai, '侯紫草'), person(bai, '柏青蒿')]
/** The roster of a session on a device that holds these records and knows two people of no institution. */
const open = (held: readonly Payload[], roster: TrainingSessionAnswers['roster'] = []) => openRosterCard({ held, roster, people })

it('lists the rosters of earlier sessions that were handed in, newest first, some at a time', async () => {
  const many = Array.from({ length: 12 }, (_, n) => session(n + 1, [makeRosterRow()]))
  const { all, tap } = await open([...many, session(20, [makeRosterRow()], { status: 'draft', sealed: null }), session(21, [], {}),
    session(22, [makeRosterRow()], { practice: true }), session(23, [makeRosterRow()], { status: 'void' }), session(24, [makeRosterRow()], { author_id: colleagueId }),
    session(25, [makeRosterRow()], { id: documentId(90) })])
  const shown = () => all('[data-earlier-roster]').map((each) => each.textContent?.trim())

  await tap('[data-action=earlier-roster]')
  await vi.waitFor(() => expect(shown()).toHaveLength(9))
  expect(shown()[0]).toMatch(/拔罐班第12期.*2026-05-12 · 1 人/)

  await tap('[data-action=earlier-more]')
  await vi.waitFor(() => expect(shown()).toHaveLength(12))
  expect(all('[data-action=earlier-more]')).toEqual([])
})

it('takes over its people with where they work, skips who is there, and takes that back', async () => {
  const before = newRow(bai, 9)
  const { rows, tap, text } = await open([session(3, [makeRosterRow({ person_id: ai, org_id: 5 }), makeRosterRow({ person_id: bai, org_id: 6, certificate_no: '' })])], [before])

  await tap('[data-action=earlier-roster]')
  await tap('[data-earlier-roster]')

  expect(rows()).toEqual([before, newRow(ai, 5)])
  await vi.waitFor(() => expect(text()).toContain('已从往期名册添加 1 人'))
  await tap('button', '撤销')
  expect(rows()).toEqual([before])
})

it('proposes the institution of the latest earlier roster for who is of none', async () => {
  const { rows, tap } = await open([session(3, [makeRosterRow({ person_id: ai, org_id: 5 })]), session(2, [makeRosterRow({ person_id: ai, org_id: 4 })])])

  await tap('[data-action=add-trainees]')
  await tap('.x-pick', '侯紫草')
  await tap('.x-pick', '柏青蒿')
  await tap('[data-action=add-people]')

  await vi.waitFor(() => expect(rows()).toEqual([newRow(ai, 5), newRow(bai, null)]))
})

it('proposes it for who comes by a code of their own, too', async () => {
  const { rows, tap, all } = await open([session(3, [makeRosterRow({ person_id: ai, org_id: 5 })])])

  await tap('[data-action=scan-trainees]')
  const input = await vi.waitFor(() => all('.x-sheet form input')[0] as HTMLInputElement ?? Promise.reject(new Error('no form')))
  input.value = formatPersonCode({ id: ai, name: '侯紫草' })
  input.dispatchEvent(new Event('input'))
  await vi.waitFor(() => expect(all('.x-sheet form [type=submit]:not([disabled])')).toHaveLength(1))
  all('.x-sheet form')[0]?.dispatchEvent(new Event('submit'))

  await vi.waitFor(() => expect(rows()).toEqual([newRow(ai, 5)]))
})

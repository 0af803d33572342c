import { expect, it, vi } from 'vitest'
import type { OrganisationId, PersonId } from '../../src/domain/id.ts'
import { newRow } from '../../src/kinds/training-session/roster.ts'
import { documentId, makeHeader, personId, places } from '../make/payload.ts'
import { makeOrganisation } from '../make/reference.ts'
import { makeRosterRow, makeTrainingAnswers, makeTrainingPayload } from '../make/training.ts'
import { openRosterCard } from './open-roster-card.ts'

const [known, first, second] = ['known', 'first', 'second'].map((word) => personId(word) as PersonId) as [PersonId, PersonId, PersonId]
const org = places.hospital as OrganisationId
const organisations = [makeOrganisation({ id: org, name: '务川县中医院' })]
const person = (organisation_id: OrganisationId | null) => ({ id: known, name: '侯紫草', organisation_id, title_level: 'none', category: 'tcm' })
const entry = (id: PersonId) => ({ id, name: '侯紫草', organisation: '务川县中医院', title_level: 'none', phone: '', entered_at: '2026-05-08T01:00:00.000Z' })

it('asks whether another person signed in when the one who is known stands on the roster, and takes the other as a new person', async () => {
  const { rows, settled, tap, text } = await openRosterCard({ people: [person(org)], organisations, entries: [entry(first), entry(second)] })

  await tap('[data-action=accept-all]')
  await vi.waitFor(() => expect(text()).toContain('名册上已有侯紫草，这是另一人吗？'))
  expect([...settled]).toEqual([[first, known]])

  await tap('.x-dialog button', '是另一人')
  await vi.waitFor(() => expect(settled.get(second)).toBe(second))
  expect(rows()).toEqual([newRow(known, org), newRow(second, org)])
})

it('takes an entry as who is on the roster when the author says so, and leaves it waiting when nothing is said', async () => {
  const { rows, settled, waiting, all, tap } = await openRosterCard({ people: [person(org)], organisations, roster: [newRow(known, org)], entries: [entry(first)] })

  await tap('[data-accept]')
  await tap('.x-dialog button', '取消')
  await vi.waitFor(() => expect(all('.x-dialog')).toEqual([]))
  expect([settled.size, waiting.value]).toEqual([0, 1])

  await tap('[data-accept]')
  await tap('[data-action=same-trainee]')
  await vi.waitFor(() => expect([settled.get(first), waiting.value]).toEqual([known, 0]))
  expect(rows()).toEqual([newRow(known, org)])
})

it('goes on to the next when nothing is said of one', async () => {
  const other = { ...entry(second), name: '连翘' }
  const theirs = personId('theirs') as PersonId
  const people = [person(org), { ...person(org), id: theirs, name: '连翘' }]
  const { settled, tap, text } = await openRosterCard({ people, organisations, roster: [newRow(known, org), newRow(theirs, org)], entries: [entry(first), other] })

  await tap('[data-action=accept-all]')
  await vi.waitFor(() => expect(text()).toContain('名册上已有侯紫草'))
  await tap('.x-dialog button', '取消')
  await vi.waitFor(() => expect(text()).toContain('名册上已有连翘'))
  await tap('[data-action=same-trainee]')
  await vi.waitFor(() => expect([...settled]).toEqual([[second, theirs]]))
})

it('asks which of several of a name signed in, and tells them apart', async () => {
  const theirs = personId('theirs') as PersonId
  const people = [person(org), { ...person(org), id: theirs, title_level: 'senior' }]
  const { rows, settled, tap, text, all } = await openRosterCard({ people, organisations, roster: [newRow(known, org), newRow(theirs, org)], entries: [entry(first)] })

  await tap('[data-accept]')
  await vi.waitFor(() => expect(text()).toContain('有 2 位侯紫草，签到的是哪一位？'))
  expect(all('[data-action=same-trainee]').map((each) => each.textContent?.trim()))
    .toEqual(['名册第 1 位 · 务川县中医院', '名册第 2 位 · 务川县中医院 · 正高'])

  await tap('[data-action=same-trainee]', '第 2 位')
  await vi.waitFor(() => expect([...settled]).toEqual([[first, theirs]]))
  expect(rows()).toHaveLength(2)
})

it('asks too where several of a name are known and none is on the roster', async () => {
  const theirs = personId('theirs') as PersonId
  const { rows, settled, tap, text } = await openRosterCard({ people: [person(org), { ...person(org), id: theirs }], organisations, entries: [entry(first)] })

  await tap('[data-accept]')
  await vi.waitFor(() => expect(text()).toContain('已登记，未在名册'))
  await tap('.x-dialog button', '是另一人')
  await vi.waitFor(() => expect([...settled]).toEqual([[first, first]]))
  expect(rows()).toEqual([newRow(first, org)])
})

it('shows who was confirmed, and whose institution is still to be chosen', async () => {
  const strange = { ...entry(second), name: '连翘', organisation: '某某诊所' }
  const { answers, tap, all } = await openRosterCard({ organisations, entries: [entry(first), strange] })
  const shown = () => all('[data-confirmed] + ul li').map((each) => each.textContent?.replace(/\s/gu, ''))

  await tap('[data-action=accept-all]')
  await vi.waitFor(() => expect(shown()).toEqual(['连翘某某诊所机构待选', '侯紫草务川县中医院已在名册']), { timeout: 4_000 })

  answers.value = { ...answers.value, roster: [newRow(second, org)] }
  await vi.waitFor(() => expect(shown()).toEqual(['连翘某某诊所已在名册']))
})

it('asks too when who was scanned stands there without an institution', async () => {
  const { tap, text } = await openRosterCard({ people: [person(null)], organisations, roster: [newRow(known, null)], entries: [entry(first)] })

  await tap('[data-accept]')
  await vi.waitFor(() => expect(text()).toContain('这是另一人吗？'))
})

it('knows somebody by where an earlier roster says that they work', async () => {
  const earlier = makeTrainingPayload({ id: documentId(3), revision: 0, header: makeHeader(),
    answers: makeTrainingAnswers({ roster: [makeRosterRow({ person_id: known, org_id: org })] }) })
  const { rows, tap } = await openRosterCard({ held: [earlier], people: [person(null)], organisations, entries: [entry(first)] })

  await tap('[data-accept]')
  await vi.waitFor(() => expect(rows()).toEqual([newRow(known, org)]))
})

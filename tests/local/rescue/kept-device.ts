import { amendmentKey } from '../../../src/domain/amendment.ts'
import type { Payload } from '../../../src/domain/document.ts'
import type { PlanId } from '../../../src/domain/id.ts'
import { waitingPlansKey, type PlanDraft, type WaitingPlan, type WaitingPlans } from '../../../src/domain/plan.ts'
import type { Correction } from '../../../src/local/rescue/content.ts'
import { hashText, type FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, documentId, makeHeader, makePayload, places } from '../../make/payload.ts'
import { makePicture } from '../../make/picture.ts'
import { rowsOf } from './rescue-device.ts'

export const id = documentId(1)
export const later = makePicture('later')
export const record = makePayload({ id, revision: 0 })
export const corrected = (title = '更正后的名称') =>
  ({ ...record, header: makeHeader({ title }), photos: [...record.photos, later.entry], amend_reason: '名称写错' })

/** A field of a release to come. */
export interface Later extends Correction {
  readonly edition: number
}
export const correction = (payload: Payload = corrected()): Later =>
  ({ payload, bytes: [later.file], read: { payload: record, edition: 1 }, edition: 7 })
export const begin = ({ local }: FakeDevice, kept: Correction | null = correction()) => local.preferences.set(amendmentKey(id), kept)
export const begunOn = ({ local }: FakeDevice) => local.preferences.get<Later | null>(amendmentKey(id))

export const makePlan = (n: number, note = ''): PlanDraft => ({
  id: documentId(n) as string as PlanId, kind: 'free_clinic', planned_on: '2026-05-20', organisation_id: places.hospital,
  team: [authorId], area_id: places.county, recipient_org_id: null, place_name: '丰乐镇卫生院', note,
})
export const keep = ({ local }: FakeDevice, plan: PlanDraft, refused: WaitingPlan['refused'] = 'forbidden') =>
  local.preferences.update<WaitingPlans>(waitingPlansKey, (now = {}) => ({ ...now, [plan.id]: { plan, refused } }))
export const waitingOn = ({ local }: FakeDevice) => local.preferences.get<WaitingPlans>(waitingPlansKey)

/** What lies on a phone, but for what it remembers of files. */
export async function allBut({ disk }: FakeDevice) {
  const { rows } = await rowsOf(disk, authorId) as { rows: [string, { key?: unknown }[]][] }
  return rows.map(([name, each]) => [name, each.filter(({ key }) => !String(key).startsWith('rescued/'))])
}

/** The record as delivered. */
export async function deliverOn({ local }: FakeDevice, payload: Payload = record) {
  await local.records.save(payload, [], 0)
  const parcel = await local.outbox.take(id, hashText)
  await local.outbox.acknowledge(id, parcel?.sha256 ?? '' as never)
}

import type { ClinicPayload, DemoRecord } from './record.ts'
import { seeded } from './random.ts'

/** How many records their authors void, and how many they amend, as second revisions. */
const voided = 3
const amended = 4
const hour = 3_600_000
/** Days since sealing that a record needs before its author comes back to it. */
const leastAge = 3

/** Second revisions of a few free clinics: some void, some with a number corrected; each gives its reason. */
export function amendmentsOf(records: readonly DemoRecord[], today: string): DemoRecord[] {
  const old = records.filter(isClinic).filter(({ payload }) =>
    Date.parse(payload.sealed?.at ?? '') < Date.parse(`${today}T00:00:00Z`) - leastAge * 24 * hour)
  const chosen = seeded(`amendments ${today}`).shuffle(old).slice(0, voided + amended)
  return chosen.map(({ author, payload }, index) => ({
    author,
    payload: secondRevision(payload, index < voided
      ? { status: 'void', amend_reason: '与另一条记录重复' }
      : {
          amend_reason: '漏记了一箱宣传材料，已核对领取单',
          answers: { ...payload.answers, leaflets: (payload.answers.leaflets ?? 0) + 50 },
        }, records.length + index + 1),
  }))
}

const isClinic = (record: DemoRecord): record is DemoRecord & { payload: ClinicPayload } =>
  record.payload.kind === 'free_clinic'

function secondRevision(payload: ClinicPayload, change: Partial<ClinicPayload>, deviceSeq: number): ClinicPayload {
  const at = new Date(Date.parse(payload.sealed?.at ?? '') + 26 * hour).toISOString()
  return {
    ...payload, ...change, revision: 2, sealed: { at, device_seq: deviceSeq, rule_version: 'demo' },
  }
}

import { pick, type Random } from '../../make/random.ts'
import { numberFields } from '../../../src/kinds/free-clinic/answers.ts'
import { colleagueId, makeAnswers, makeFiling, makeHeader, makeParticipant, makePayload, makePhotoEntry, makeSeal,
  personId, type ClinicPayload } from '../../make/payload.ts'

const chance = (random: Random, share: number) => random() < share

/** White space to a browser's trim() comes first; what only looks like it last. */
const blanks = [' ', '\t', '\n', '\v', '\f', '\r', '\u00a0', '\u1680', '\u2003', '\u2028', '\u2029', '\u202f', '\u205f',
  '\u3000', '\ufeff', '\u0085', '\u180e', '\u200b']
const letters = ['义', '诊', 'a', '7', '，', '𠮷', '😀', 'é', 'ᠮ']

/** Text about as long as a limit, between white space. */
export function randomText(random: Random, limit: number): string {
  const lengths = [0, 0, 1, 2, 3, limit - 1, limit, limit + 1]
  const body = Array.from({ length: pick(random, lengths) }, () => pick(random, letters)).join('')
  const around = () => Array.from({ length: Math.floor(random() * 3) }, () => pick(random, blanks)).join('')
  return `${around()}${body}${around()}`
}

export const randomNumber = (random: Random, min: number, max: number): number | null => pick(random, [
  null, 0, -0, min, max, min - 1, max + 1, min + 1, max - 0.5, max + 0.01, 0.5, 1.25, 12.345, 0.1 + 0.2, 1e-7, 1e21,
  9_007_199_254_740_993, max - 0.01, 1.005, -3.14, Math.floor(random() * max), Math.floor(random() * max * 100) / 100,
  random() * max,
])

type Change = (random: Random, payload: ClinicPayload) => ClinicPayload

const header = (payload: ClinicPayload, overrides: Partial<ClinicPayload['header']>): ClinicPayload =>
  ({ ...payload, header: { ...payload.header, ...overrides } })
const answers = (payload: ClinicPayload, overrides: Partial<ClinicPayload['answers']>): ClinicPayload =>
  ({ ...payload, answers: { ...payload.answers, ...overrides } })

const instants = [null, '2026-05-07T15:59:59.999Z', '2026-05-07T16:00:00.000Z', '2026-05-08T01:00:00.000Z',
  '2026-05-08T04:30:00.000Z', '2026-05-22T15:59:59.999Z', '2026-05-22T16:00:00.000Z', '2027-01-01T00:00:00.000Z']
const areas = [null, 520326, 520326101, 520327, 130682, 130629100]
const degrees = [null, 0, 107.88, -90, 90, 90.000001, 180, -180.00001, 181]

const randomParticipants = (random: Random) => Array.from({ length: Math.floor(random() * 4) }, () => makeParticipant({
  person_id: pick(random, [personId('author'), colleagueId, personId('third')]),
  role: pick(random, ['lead', 'member', 'driver', 'recorder'] as const),
}))

const randomFilings = (random: Random) => Array.from({ length: Math.floor(random() * 4) }, () => makeFiling({
  side: pick(random, ['home', 'host'] as const),
  authority_org_id: pick(random, [23, 21, null]),
  state: pick(random, ['not_required', 'pending', 'filed', 'rejected'] as const),
  filed_on: pick(random, ['2026-04-15', null, '' as string]),
  doc: pick(random, ['', makePhotoEntry('0').sha256, makePhotoEntry('elsewhere').sha256]),
}))

const changes: readonly Change[] = [
  (random, payload) => header(payload, { title: randomText(random, 80) }),
  (random, payload) => header(payload, { place_name: randomText(random, 80) }),
  (random, payload) => header(payload, { summary: randomText(random, 1000) }),
  (random, payload) => header(payload, { late_reason: randomText(random, 5) }),
  (random, payload) => header(payload, { host_area_id: pick(random, areas) }),
  (random, payload) => header(payload, {
    organisation_id: pick(random, [null, 121, 123, 10001]), organizer_org_id: pick(random, [null, 121, 13]) }),
  (random, payload) => header(payload, { started_at: pick(random, instants), ended_at: pick(random, instants) }),
  (random, payload) => ({ ...payload, sealed: makeSeal({ at: pick(random, instants.slice(1)) as string }) }),
  (random, payload) => header(payload, { participants: randomParticipants(random) }),
  (random, payload) => header(payload, { position: {
    lng: pick(random, degrees), lat: pick(random, degrees),
    accuracy_m: pick(random, [null, 0, 12.5, 200, 201, 10_000, 10_000.5, -0.1]),
    fix_source: pick(random, ['gps', 'network', 'manual_pin', null] as const),
    no_fix_reason: randomText(random, 5), pin_reason: randomText(random, 5) } }),
  (random, payload) => ({ ...payload,
    photos: Array.from({ length: pick(random, [0, 1, 20, 21, 25]) }, (_, n) => makePhotoEntry(`${n}`)) }),
  (random, payload) => answers(payload, { purpose: randomText(random, 200) }),
  (random, payload) => answers(payload, {
    specialties: pick(random, [[], ['surgery']]), venue_type: pick(random, [null, 'village'] as const) }),
  (random, payload) => answers(payload, { filings: randomFilings(random), filing_exempt_reason: randomText(random, 4) }),
  (random, payload) => answers(payload, { charge_free_confirmed: chance(random, 0.5),
    no_sales_confirmed: chance(random, 0.5), licensed_staff_verified: chance(random, 0.5) }),
  (random, payload) => answers(payload, {
    leader_on_site: pick(random, [null, personId('author'), colleagueId, personId('third')]) }),
  (random, payload) => answers(payload, {
    techniques_shown: pick(random, [[], ['tcm-01-01'], ['艾灸'], ['tcm-01-01', 'tcm-99-01'], ['mongolian-01-01', 'TCM-01-01']]) }),
  (random, payload) => answers(payload, {
    safety_incident: chance(random, 0.7), safety_incident_text: randomText(random, 10) }),
  ...numberFields.map(({ name, min, max }): Change =>
    (random, payload) => answers(payload, { [name]: randomNumber(random, min, max) })),
]

/** A valid record with up to five things changed at random: much of it wrong, and all of it what a form can hold. */
export function randomRecord(random: Random): ClinicPayload {
  const times = Math.floor(random() * 6)
  return Array.from({ length: times }).reduce<ClinicPayload>(
    (payload) => pick(random, changes)(random, payload),
    makePayload({ header: makeHeader(), answers: makeAnswers() }),
  )
}

/** One record for every change alone, several times over: no rule is left to chance. */
export const recordsOfEachChange = (random: Random, times: number): ClinicPayload[] =>
  changes.flatMap((change) => Array.from({ length: times }, () => change(random, makePayload())))

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Payload } from '../../src/domain/document.ts'
import type { PlanDraft } from '../../src/domain/plan.ts'
import type { FillingTime } from '../../src/domain/filling.ts'
import type { Result } from '../../src/domain/failure.ts'
import { buildPgliteImage, openCopy } from '../database/engines.ts'
import { authorId, documentId, makeHeader, makeParcel, makePayload, makePhotoEntry, makeSeal, personId, places } from '../make/payload.ts'
import { makeStop, makeTour } from '../make/tour.ts'
import { makeTrainingPayload } from '../make/training.ts'
import { makePart, makeVisitPayload, metItems, pavilion } from '../make/visit.ts'
import { addCast } from '../supabase/schemas/cast.ts'
import { openApp, type FrozenCall } from './exchange.ts'
import { isRemembered, openReplay } from './replay.ts'

/**
 * `npm run freeze -- VERSION`: what the app of this version says to its server and hears from it, kept for later versions of
 * both to be tried on. Once a version is out its file is never written again.
 */
const { positionals: [version] } = parseArgs({ allowPositionals: true })
if (!version) throw new Error('no version was named')

const copy = await openCopy(await buildPgliteImage())
await addCast(copy.open.database)
const replay = openReplay(copy.open.database)
const calls: FrozenCall[] = []
let newest: Record<string, unknown> = {}
const app = openApp(async (name, args) => {
  const answer = await replay(name, args).catch((error: unknown) => { console.error(name, error); throw error })
  const frozen = Object.fromEntries(Object.entries(args).map(([key, value]) =>
    [key, isRemembered(key) && value !== null && value === newest[key] ? `{${key}}` : value]))
  calls.push({ name, args: frozen, answer })
  newest = { ...newest, ...answer }
  return answer
})
const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.detail ?? ''}`)
  return result.value
}

const draft = makePayload({ id: documentId(900), status: 'draft', sealed: null, short_no: 'YZ260508-900', photos: [makePhotoEntry('draft')] })
const clinic = makePayload({ id: documentId(901), short_no: 'YZ260508-901', photos: [makePhotoEntry('clinic')] })
const visit = makeVisitPayload({ id: documentId(902), short_no: 'DD260508-902' })
const [section] = pavilion.sections
const part = makePart(203, { sections: [section?.code ?? ''],
  items: Object.fromEntries(Object.entries(metItems()).filter(([code]) => section?.items.some((item) => item.code === code))) },
{ parent_id: visit.id, short_no: 'FG260508-903' })
const training = makeTrainingPayload({ id: documentId(904), short_no: 'PX260508-904' })
const practice = makePayload({ id: documentId(905), short_no: 'YZ260508-905', practice: true })
const parcels = [draft, clinic, visit, part, makeTour(), makeStop(), training, practice].map((each) => makeParcel(each))
const doctor = { id: personId('new doctor'), name: '演员新来', organisation_id: places.hospital, title_level: 'junior', category: 'tcm' }
valueOf(await app.push(parcels, [doctor]))

const hashOf = (of: Payload) => makeParcel(of).sha256
const amended = makeParcel({ ...clinic, revision: 2, amend_reason: '就诊人次少记了', header: makeHeader({ title: '丰乐镇赶集日中医义诊（更正）' }) }, [hashOf(clinic)])
const overtaken = makeParcel({ ...training, revision: 2, amend_reason: '名单有误' }, [hashOf(draft)])
const thrown = makeParcel({ ...draft, revision: 2, status: 'void', sealed: makeSeal() }, [hashOf(draft)])
const unsound = makeParcel(makePayload({ id: documentId(906), short_no: 'YZ260508-906', header: makeHeader({ title: '' }) }))
valueOf(await app.push([amended, overtaken, thrown, unsound, makeParcel(visit)], []))

const page = valueOf(await app.pullOwn(null))
valueOf(await app.pullOwn(page.cursor))
const plan: PlanDraft = {
  id: documentId(907) as never, kind: 'free_clinic', planned_on: '{today}' as never, organisation_id: places.hospital, team: [authorId],
  area_id: places.township, recipient_org_id: null, place_name: '丰乐镇卫生院', note: '带上血压计',
}
valueOf(await app.putPlan(plan))
valueOf(await app.putFillings([{ kind: 'free_clinic', answers_version: 1, seconds: 412 } satisfies FillingTime]))
for (const key of ['rules', 'techniques', 'checklists', 'plans', 'fillings', `county:${places.county}`]) {
  const pack = valueOf(await app.referencePack(key, null))
  valueOf(await app.referencePack(key, pack?.version ?? null))
}
valueOf(await app.tellLedger({ device_id: clinic.device_id, code: 'A7', issued: 9, waiting: [8], replaced: [9], oldest_waiting_at: '2026-05-08T06:00:00.000Z', refused: 0 }))
const months = valueOf(await app.archiveMonths(places.hospital))
valueOf(await app.archiveRecords(places.hospital, months.months.map(({ month }) => month), null, 10))
valueOf(await app.pullArchive(places.hospital, months.cursor))

const lines = calls.map((call) => JSON.stringify(call)).join(',\n')
writeFileSync(new URL(`./${version}.json`, import.meta.url), `{"version":"${version}","calls":[\n${lines}\n]}\n`)
console.log(`${calls.length} calls of ${version}`)
await copy.drop()

import { addDays, chinaDay } from '../../src/domain/day.ts'
import type { Parcel } from '../../src/domain/document.ts'
import { demoAccounts, demoPassword } from './accounts.ts'
import { amendmentsOf } from './amendments.ts'
import type { DemoContext, Transaction } from './context.ts'
import { writeFigures } from './figures.ts'
import { settleFindings } from './findings.ts'
import { settlePictures, writePictures } from './objects.ts'
import { demoHospitals, planOutings } from './outings.ts'
import { writePeople } from './people.ts'
import { readPictures, type Picture } from './pictures.ts'
import { writeProgrammes } from './programmes.ts'
import { parcelOf, pushAs } from './push.ts'
import { seeded } from './random.ts'
import { recordOf, type DemoRecord } from './record.ts'
import { clearDemo } from './remove.ts'
import { settleReviews } from './review.ts'
import { recordsOfTour } from './tour-record.ts'
import { planTours } from './tours.ts'
import { trainingOf } from './training-record.ts'
import { planTrainings } from './trainings.ts'
import { readVenues, type Venue } from './venues.ts'
import { visitOf } from './visit-record.ts'
import { planVisits } from './visits.ts'

export type { DemoContext } from './context.ts'
export { removeDemo } from './remove.ts'

/** What the demo accounts are: name, password, and who it is in words. */
export interface DemoAccount {
  readonly name: string
  readonly password: string
  readonly role: string
}

/**
 * Puts made-up people, accounts and a year of free clinics and tours into a database that has the reference data. The records
 * are real documents, delivered as phones deliver them; the same day gives the same data. What an interrupted seeding
 * left behind is removed first. Throws when a record is refused.
 */
export async function seed(context: DemoContext): Promise<{ accounts: readonly DemoAccount[] }> {
  await clearDemo(context)
  const today = chinaDay(context.now?.() ?? new Date())
  const venues = await readVenues(context.database, demoHospitals.map(({ county }) => county))
  const pictures = context.writeObject === undefined ? [] : await readPictures()
  const userIds = await signUpAll(context)
  const records = makeRecords(today, venues, pictures)
  await context.database.transaction(async (tx) => {
    await writePeople(tx, userIds, addDays(today, -730))
    await writeProgrammes(tx, addDays(today, -730))
    await writeFigures(tx, today)
    await deliver(tx, records, today, userIds)
    // No phone numbered them: there is none that could miss one.
    await tx.query("delete from app.device_ledgers where device_id like 'demo-%'")
  })
  await writePictures(context, pictures)
  await context.database.transaction(async (tx) => {
    if (pictures.length > 0) await settlePictures(tx)
    await settleReviews(tx, today)
    await settleFindings(tx, today)
  })
  return { accounts: demoAccounts.map(({ name, described }) => ({ name, password: demoPassword, role: described })) }
}

/** Every first revision of the demo records of a day: free clinics, tours with their stops, training sessions and supervision visits, oldest first. */
export function makeRecords(today: string, venues: readonly Venue[], pictures: readonly Picture[]): DemoRecord[] {
  const clinics = planOutings(today, venues, seeded(`outings ${today}`))
    .map((outing, index) => recordOf(outing, index, today, pictures))
  const tours = planTours(today, venues, seeded(`tours ${today}`))
    .flatMap((tour, index) => recordsOfTour(tour, index, today, pictures))
  const trainings = planTrainings(today, venues, seeded(`trainings ${today}`))
    .map((training, index) => trainingOf(training, clinics.length + index, today, venues, pictures))
  const visits = planVisits(today, venues, seeded(`visits ${today}`))
    .map((visit, index) => visitOf(visit, index, today, pictures))
  return [...clinics, ...tours, ...trainings, ...visits].sort((one, other) => startOf(one).localeCompare(startOf(other)))
}

const startOf = ({ payload }: DemoRecord): string => payload.header.started_at ?? ''

async function signUpAll({ signUp, accountDomain }: DemoContext): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { name } of demoAccounts) ids.set(name, await signUp(`${name}@${accountDomain}`, demoPassword))
  return ids
}

/** First revisions of all, then the second revisions of some: a batch takes one revision of a document. */
async function deliver(
  tx: Transaction, records: readonly DemoRecord[], today: string, userIds: ReadonlyMap<string, string>,
): Promise<void> {
  const first = new Map(records.map(({ payload }) => [payload.id, parcelOf(payload)]))
  const second = amendmentsOf(records, today).map(({ author, payload }) => {
    const before = first.get(payload.id)
    return { author, parcel: parcelOf(payload, before === undefined ? [] : [before.sha256]) }
  })
  for (const [author, userId] of userIds) {
    const own: Parcel[] = records.filter((record) => record.author === author)
      .flatMap(({ payload }) => first.get(payload.id) ?? [])
    const amended = second.filter((each) => each.author === author).map(({ parcel }) => parcel)
    const people = new Map(records.filter((record) => record.author === author)
      .flatMap((record) => record.people ?? []).map((person) => [person.id, person]))
    if (own.length > 0) await pushAs(tx, userId, own, [...people.values()])
    if (amended.length > 0) await pushAs(tx, userId, amended)
  }
}

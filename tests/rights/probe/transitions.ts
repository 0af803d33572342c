import { mayChange, statuses, type Status } from '../../../src/domain/activity.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import { documentId, makeParcel, makePayload, makeSeal, personId } from '../../make/payload.ts'
import { asOwner } from '../../supabase/schemas/cast.ts'
import { pushThrough } from '../../supabase/schemas/stage.ts'
import { become } from '../scene/scene.ts'
import { counties, everybody, type Facts } from '../scene/who.ts'
import { refused } from './attempts.ts'
import { add, ask, emptyResult, type Cell, type Result } from './cell.ts'
import { undone, type Arranged } from './undone.ts'

const idOf = (from: Status) => documentId(9700 + statuses.indexOf(from))
const kept = documentId(9710)
const payloadOf = (id: ReturnType<typeof documentId>, revision: number, status: Status) =>
  makePayload({ id, revision, status, sealed: status === 'draft' ? null : makeSeal() })
const firstOf = (from: Status) => makeParcel(payloadOf(idOf(from), 1, from === 'draft' ? 'draft' : 'submitted'))

/** One record of the author in every status, and one that duplicates may be kept for. */
async function arrange(tx: Queryable): Promise<void> {
  await become(tx, 'author')
  const items = [...statuses.map(firstOf), makeParcel(payloadOf(kept, 1, 'submitted'))]
  const answer = await pushThrough(tx, { protocol: 1, items })
  if (answer.items.some(({ verdict }) => verdict !== 'applied')) throw new Error(JSON.stringify(answer.items))
  await tx.exec(asOwner)
  for (const from of statuses) {
    await tx.query('update app.documents set status = $1 where id = $2', [from, idOf(from)])
    await tx.query('update app.activities set status = $1 where id = $2', [from, idOf(from)])
  }
}

const manages = ({ leads, counties: mine }: Facts): boolean => leads.includes(121) || mine.includes(counties.wuchuan)

/** Of 务川, whoever wrote it; the author and a colleague took part. */
const sees = (who: Facts): boolean => who.organisations.includes(121) || manages(who)
const took = ({ person }: Facts): boolean => person === 'author' || person === 'colleague'

/** A push of the next revision, in the author's name and in one's own. */
function pushed(who: Facts, from: Status, to: Status): Cell[] {
  const names = who.person === null || who.person === 'author' ? ['author'] : ['author', who.person]
  return names.map((name) => {
    const payload = { ...payloadOf(idOf(from), 2, to), author_id: personId(name) }
    const batch = JSON.stringify({ protocol: 1, items: [makeParcel(payload, [firstOf(from).sha256])] })
    const lawful = who.person === 'author' && to !== 'approved' && mayChange(from, to, 'author')
    return {
      about: `${from} to ${to}, pushed as ${name}`, verb: 'transition', classes: 1,
      statement: `select api.push('${batch.replaceAll("'", "''")}') #>> '{items,0,verdict}'`,
      expected: !who.signedIn ? refused : who.person === null ? '403 forbidden' : lawful ? 'applied' : 'rejected',
    }
  })
}

/** The bare write of the status, by the column's grant: one's own alone, and as the table says. */
const written = (who: Facts, from: Status, to: Status): Cell => ({
  about: `${from} to ${to}, written`, verb: 'transition', classes: 1,
  statement: `update app.documents set status = '${to}' where id = '${idOf(from)}'`,
  expected: !who.signedIn ? refused : who.person !== 'author' ? 'rows 0'
    : from === to || mayChange(from, to, 'author') ? 'rows 1' : '422 invalid',
})

const reviews: readonly Status[] = ['returned', 'approved', 'void']

/** A decision by the function that reviewers have. */
const reviewed = (who: Facts, from: Status, to: Status): Cell => ({
  about: `${from} to ${to}, reviewed`, verb: 'transition', classes: 1,
  statement: `select api.review('${idOf(from)}', 1, '${to}', '现场照片看不清楚') ->> 'status'`,
  expected: !who.signedIn ? refused : who.person === null ? '403 forbidden'
    // A draft has no typed row that anybody else could see.
    : from === 'draft' || !sees(who) ? '404 notFound'
      : !manages(who) || took(who) ? '403 forbidden'
        : mayChange(from, to, 'reviewer') ? to : '422 invalid',
})

/** A reviewer's other way: to void a duplicate. */
const voided = (who: Facts, from: Status): Cell => ({
  about: `${from} to void, as a duplicate`, verb: 'transition', classes: 1,
  statement: `select api.void_duplicates('${kept}', '{${idOf(from)}}', '同一场') ->> 'voided'`,
  expected: !who.signedIn ? refused : who.person === null ? '403 forbidden'
    // A draft has no typed row that could be a duplicate.
    : !manages(who) || from === 'draft' ? '404 notFound'
      : mayChange(from, 'void', 'reviewer') ? '1' : '422 invalid',
})

/** Every change of status by everybody, in each way there is, against the table of the domain. */
export async function checkTransitions(database: Arranged, people: readonly Facts[] = everybody): Promise<Result> {
  const result = emptyResult()
  const rows = await database.query<{ is: string }>(
    "select from_status || ' ' || to_status || ' ' || by_part as is from private.transitions")
  const inSql = new Set(rows.map(({ is }) => is))
  for (const from of statuses) for (const to of statuses) for (const by of ['author', 'reviewer'] as const) {
    result.cells['table'] = (result.cells['table'] ?? 0) + 1
    const [expected, found] = [mayChange(from, to, by), inSql.has(`${from} ${to} ${by}`)]
    if (expected !== found) result.mismatches.push({ who: by, about: `${from} to ${to}`, verb: 'table', expected: String(expected), found: String(found) })
  }
  add(result, await undone(database, async (tx) => {
    await arrange(tx)
    // Several entries of one chain at once.
    const broken = await tx.query<{ organisation_id: number; why: string }>('select organisation_id, why from private.audit_breaks()')
    for (const { organisation_id: chain, why } of broken) {
      result.mismatches.push({ who: 'owner', about: `chain ${chain}`, verb: 'chain', expected: 'unbroken', found: why })
    }
    result.cells['chain'] = 1
    return ask(tx, people, (who) => statuses.flatMap((from) => [
      ...statuses.flatMap((to) => [...pushed(who, from, to), written(who, from, to)]), voided(who, from),
      ...reviews.map((to) => reviewed(who, from, to)),
    ]))
  }))
  return result
}

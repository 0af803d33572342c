import { addDays, daysBetween, type Day } from '../../src/domain/day.ts'
import type { FindingState } from '../../src/domain/finding-life.ts'
import { makeDocumentId } from '../../src/domain/id.ts'
import type { Transaction } from './context.ts'
import { seeded, type Random } from './random.ts'

/** A finding of a demo visit that counts, with who may look at it again: the manager of the county. */
export interface DemoFinding {
  readonly activity_id: string
  readonly id: string
  readonly county: number
  readonly organisation: number
  /** The day on which the visit was handed in. */
  readonly told: Day
  readonly due: Day
  readonly manager: string
}

/** A step of a finding: by the head of the responsible institution, or by the manager. */
export interface DemoMove {
  readonly activity_id: string
  readonly id: string
  readonly day: Day
  readonly from: FindingState
  readonly to: FindingState
  readonly method: 'onsite' | 'photo' | 'doc' | null
  readonly note: string
  readonly person: string
}

/** Who puts right what was found at township institutions; invented like all others. */
const heads = ['潘独活', '卢金樱', '邓厚朴', '汤玄参', '袁苍术', '傅当归', '沙蒺藜', '侯射干', '曹前胡', '彭川芎', '严白芷', '毛秦艽',
  '丁葛根', '龚牡丹', '段红花', '雷防己', '乔车前', '武藿香', '康地榆', '汪苏叶']
/** Days after its due day from which a finding has usually been settled. */
const settledAfter = 14
/** How it went with the findings of a county, the oldest first. */
const courses = ['in time', 'late', 'in time', 'stuck', 'in time'] as const

/** What became of the findings by `today`: most older ones are closed out, some of them late, and newer ones are open. */
export function planMoves(findings: readonly DemoFinding[], today: Day, headOf: (organisation: number) => string): DemoMove[] {
  const seen = new Map<number, number>()
  return [...findings].sort((a, b) => a.due.localeCompare(b.due) || a.activity_id.localeCompare(b.activity_id) || a.id.localeCompare(b.id)).flatMap((finding) => {
    const turn = seen.get(finding.county) ?? 0
    seen.set(finding.county, turn + 1)
    const random = seeded(`finding ${finding.activity_id} ${finding.id}`)
    const course = daysBetween(finding.due, today) > settledAfter ? courses[turn % courses.length] ?? 'in time' : 'new'
    return movesOf(finding, { course, today, head: headOf(finding.organisation) }, random)
  })
}

interface Course {
  readonly course: (typeof courses)[number] | 'new'
  readonly today: Day
  readonly head: string
}

function movesOf({ activity_id, id, told, due, manager }: DemoFinding, { course, today, head }: Course, random: Random): DemoMove[] {
  const step = (day: Day, from: FindingState, to: FindingState, note: string, person: string, method: DemoMove['method'] = null): DemoMove =>
    ({ activity_id, id, day, from, to, method, note, person })
  const begun = step(addDays(told, random.int(1, 3)), 'open', 'rectifying', '已制定整改方案，明确责任人。', head)
  if (course === 'new') return begun.day < today && random.chance(0.6) ? [begun] : []
  if (course === 'stuck') return [begun, step(addDays(due, random.int(5, 10)), 'rectifying', 'escalated', '逾期未报整改结果，提请县级专题督办。', manager)]
  const closed = course === 'late' ? addDays(due, random.int(2, 12)) : addDays(due, -random.int(1, 5))
  return [
    begun,
    step(addDays(closed, -random.int(1, 3)), 'rectifying', 'submitted', '已按要求整改到位，附图片和采购单据。', head),
    step(closed, 'submitted', 'closed', '复查符合要求，同意销号。', manager, random.pick(['onsite', 'photo', 'doc'])),
  ]
}

const bornAt = Date.parse('2025-01-01T00:00:00Z')

/**
 * Writes what became of the demo findings, and the heads of the institutions who put them right. Nobody of these has an
 * account, so the steps are written as they would stand after the calls of phones, each on its day.
 */
export async function settleFindings(tx: Transaction, today: Day): Promise<void> {
  const findings = await tx.query<DemoFinding>(findingsSql)
  const organisations = [...new Set(findings.map(({ organisation }) => organisation))].sort((a, b) => a - b)
  const people = organisations.map((organisation, at) => {
    const name = heads[at]
    if (name === undefined) throw new Error('more institutions than heads')
    return { id: makeDocumentId(bornAt, seeded(`person ${name}`).bytes(10)) as string, name, organisation }
  })
  await tx.query(headsSql, [JSON.stringify(people)])
  const ids = new Map(people.map(({ id, organisation }) => [organisation, id]))
  await tx.query(movesSql, [JSON.stringify(planMoves(findings, today, (organisation) => ids.get(organisation) ?? ''))])
}

const findingsSql = `
  select f.activity_id, f.id, a.host_county_id as county, f.responsible_org_id as organisation,
    private.china_day(a.sealed_at)::text as told, f.due_on::text as due, (
      select s.person_id from app.accounts m join app.memberships s on s.person_id = m.person_id
      where m.demo and s.area_id = a.host_county_id order by m.name limit 1) as manager
  from app.findings f
  join app.activities a on a.id = f.activity_id and a.status in ('submitted', 'approved')
  join app.people p on p.id = a.author_id and p.demo`

const headsSql = `
  insert into app.people (id, name, organisation_id, title_level, category, demo)
  select id, name, organisation, 'intermediate', 'management', true
  from jsonb_to_recordset(($1::text)::jsonb) as p(id uuid, name text, organisation int)`

/** In the order of their days: the newest step of a finding is the one with the highest number. */
const movesSql = `
  insert into app.finding_moves (activity_id, finding_id, from_state, to_state, method, note, person_id, at)
  select activity_id, id, "from", "to", method, note, person, (day || 'T02:00:00Z')::timestamptz
  from jsonb_to_recordset(($1::text)::jsonb)
    as m(activity_id uuid, id text, day date, "from" text, "to" text, method text, note text, person uuid)
  order by day, activity_id, id`

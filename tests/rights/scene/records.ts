import type { ActivityKindSlug, Status } from '../../../src/domain/activity.ts'
import type { DocumentId } from '../../../src/domain/id.ts'
import { documentId } from '../../make/payload.ts'
import type { Persona } from '../../supabase/schemas/cast.ts'
import { programmes } from './programmes.ts'
import { counties } from './who.ts'

/** What a record of the scene is, written down by hand. */
export interface RecordFacts {
  readonly kind: ActivityKindSlug
  readonly author: Persona
  /** Who works on it besides the author. */
  readonly team: readonly Persona[]
  readonly organisation: number
  readonly host: number
  readonly home: number
  readonly status: Status
  readonly practice: boolean
  /** Whether it was ever handed in, so that organisation and managers see it. */
  readonly shared: boolean
  readonly revisions: number
  /** Participants; empty where the record has no typed row. */
  readonly people: readonly Persona[]
  /** Programmes that it names. */
  readonly programmes: readonly number[]
}

const base: RecordFacts = {
  kind: 'free_clinic', author: 'dingzhouAuthor', team: [], organisation: 123, host: counties.rongcheng,
  home: counties.dingzhou, status: 'submitted', practice: false, shared: true, revisions: 1,
  people: ['dingzhouAuthor', 'author'], programmes: [],
}
const wuchuan: RecordFacts = {
  ...base, author: 'author', organisation: 121, host: counties.wuchuan, home: counties.wuchuan, people: ['author', 'colleague'],
}
const underAlliance = { programmes: [programmes.alliance.id] } as const
const unshared = { shared: false, people: [] } as const

/** The row classes of every relation that belongs to a record. */
export const records = {
  /** Handed in; held in another county than its home. It was a draft first. */
  elsewhere: { ...base, revisions: 2 },
  draft: { ...base, ...unshared, ...underAlliance, status: 'draft' },
  practice: { ...base, ...unshared, ...underAlliance, practice: true },
  quyang: { ...base, host: counties.quyang },
  /** A colleague's, at home. */
  colleagues: { ...base, author: 'dingzhouColleague', host: counties.dingzhou, people: ['dingzhouColleague', 'author'] },
  voided: { ...base, status: 'void', revisions: 2 },
  thrownAway: { ...base, ...unshared, ...underAlliance, status: 'void', revisions: 2 },
  returned: { ...base, status: 'returned' },
  approved: { ...base, host: counties.quyang, status: 'approved' },
  wuchuan,
  /** Same county, another organisation. */
  neighbours: { ...wuchuan, author: 'otherOrganisation', organisation: 10001, people: ['otherOrganisation'] },
  tour: { ...wuchuan, kind: 'circuit_tour', team: ['colleague', 'otherOrganisation'] },
  stop: { ...wuchuan, kind: 'tour_stop', author: 'otherOrganisation', organisation: 10001, team: ['author', 'colleague'] },
  tourDraft: { ...wuchuan, ...unshared, kind: 'circuit_tour', status: 'draft', team: ['colleague', 'dingzhouAuthor'] },
  stopDraft: { ...wuchuan, ...unshared, kind: 'tour_stop', status: 'draft', author: 'dingzhouAuthor', organisation: 123,
    home: counties.dingzhou, team: ['author', 'colleague'] },
  training: { ...wuchuan, kind: 'training_session' },
  visit: { ...wuchuan, kind: 'supervision_visit', team: ['colleague'] },
  part: { ...wuchuan, kind: 'visit_part', author: 'colleague', team: ['author'], people: [] },
  /** A member's, which the lead in another province sees and other members do not. */
  underAlliance: { ...base, ...underAlliance, host: counties.dingzhou },
  /** One end's, which the other end sees. The manager of its organisation took part. */
  paired: { ...wuchuan, programmes: [programmes.pairing.id], people: ['author', 'organisationManager'] },
  /** Made under a programme whose term is over now. */
  underWhatIsOver: { ...base, programmes: [programmes.over.id], host: counties.dingzhou },
} satisfies Record<string, RecordFacts>

export type RecordName = keyof typeof records
export const recordNames = Object.keys(records) as RecordName[]
export const factsOfRecord = (name: string): RecordFacts | undefined => (records as Record<string, RecordFacts>)[name]
export const idOf = (name: RecordName): DocumentId => documentId(9000 + recordNames.indexOf(name))

/** Records with a typed row; those of one kind. */
export const activities = recordNames.filter((name) => records[name].shared && records[name].kind !== 'visit_part')
export const ofKind = (kind: ActivityKindSlug) => activities.filter((name) => records[name].kind === kind)

/** Names the record that a column of ids, or an expression of text, stands for. */
export const recordOf = (column: string): string =>
  `case (${column})::text ${recordNames.map((name) => `when '${idOf(name)}' then '${name}'`).join(' ')} else 'unknown ' || (${column})::text end`

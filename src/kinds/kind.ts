import type { ActivityKindSlug } from '@/domain/activity'
import type { CheckContext } from '@/domain/check-header'
import type { Child, ChildRef } from '@/domain/child'
import type { Day } from '@/domain/day'
import type { Header } from '@/domain/header'
import type { DocumentId, OrganisationId } from '@/domain/id'
import type { Problem } from '@/domain/problem'

/**
 * What totals count of any kind. `visits` are 人次, `staff` is 医务人员人次 once summed, `leaflets` are 份. `sessions` is 1 for
 * what happened at a place on a day, and 0 for the frame around several of them: nothing is counted twice.
 */
export interface Measures {
  readonly sessions: 0 | 1
  readonly visits: number
  readonly staff: number
  readonly leaflets: number
}

/** A figure of a record that a rule asks to be so high at least; `rule` is the code of its row, which need not be in force. */
export interface HeldFigure {
  readonly name: string
  readonly value: number
  readonly rule: string
}

/** What a kind whose records have child documents makes of them. */
export interface Children<Answers> {
  /** Figures derived from the children that count, never typed; named as the server's `private.<slug>_children` names them. */
  facts(children: readonly Child[]): Readonly<Record<string, number>>
  /** The figures that rules ask for, worded by `kinds.<slug>.held`; `facts` are those above, here's or the server's. */
  held?(answers: Answers, facts: Readonly<Record<string, number>>): readonly HeldFigure[]
  /** The answers, listing the children known at submission and holding what the parent takes over from them. */
  list(answers: Answers, children: readonly ChildRef[], context: CheckContext, header: Header): Answers
  /** The pieces that the answers rest on: once the record is approved, none of them changes. */
  pieces?(answers: Answers): readonly DocumentId[]
  /** What of the answers a colleague's phone must know to begin a child without having the parent. */
  invite?(answers: Answers): Readonly<Record<string, unknown>>
}

/** A record that a new one may be numbered after. */
export interface Earlier<Answers> {
  /** China Standard Time day of the start. */
  readonly day: Day | null
  readonly answers: Answers
}

/** All that the rest of the app needs to know of a kind of activity; pure, so that it runs without a screen. */
export interface ActivityKind<Answers = unknown> {
  readonly slug: ActivityKindSlug
  /** One or two capital letters that begin the short number of a record. */
  readonly letter: string
  /** Version of the answers that this code writes. */
  readonly version: number
  /** The kind that each record of this kind belongs to, by `parent_id`; absent where a record stands by itself. */
  readonly parent?: ActivityKindSlug
  readonly children?: Children<Answers>
  /**
   * Lists and tables of the answers whose members have fields: each with the group of words that names those fields, and perhaps
   * a member by its number (`nth`). A list of references to other records is none of them.
   */
  readonly members?: Readonly<Record<string, string>>
  /**
   * Its records are pieces of their parent: without place, people or position of their own, in no list but the parent's and that
   * of their author's own records, whose phone may not have the parent.
   */
  readonly piece?: true
  /**
   * Code of the problem for which somebody of an organisation may not begin a piece of a record with that header, by what
   * `invite` gave; null where nothing is in the way. Of no organisation (null): for which nobody may yet.
   */
  barred?(
    told: Readonly<Record<string, unknown>>, header: Pick<Header, 'recipient_org_id' | 'organizer_org_id'>, organisation: OrganisationId | null,
  ): string | null
  /**
   * Answers of a piece begun before its parent could tell what it needs, or what that told, with what `parent` tells now; null
   * where nothing was missing or is told.
   */
  complete?(answers: Answers, parent: Readonly<Record<string, unknown>>): Answers | null
  /** The form asks for the recipient organisation among the first things; the kind's check demands it. */
  readonly needsRecipient?: true
  /** Hours that one usually lasts, for the end of a new record, within its day: three when absent, null when it has to be chosen. */
  readonly usualHours?: number | null
  /**
   * Answers of a new record; `previous` are those of the author's last one, whose habits are kept. `nth` numbers it
   * among the children of its parent, of which `parent` is what `invite` gave.
   */
  blank(previous: Answers | null, nth?: number, parent?: Readonly<Record<string, unknown>>): Answers
  /**
   * A new record's answers with their running numbers after those of `others`: the author's records of this kind and of the
   * same organisation, drafts too, newest first. Where there are none it counts on from nothing.
   */
  follow?(fresh: Answers, others: readonly Earlier<Answers>[]): Answers
  /** People sign in at its sessions by a code, and wait for the author's word. */
  readonly signIn?: true
  /** Numbers that the answers give out and no other record of the author should give out again; `CheckContext.issued` has those of the others. */
  issued?(answers: Answers): readonly string[]
  /** Answers of any older version, as the present one. Throws for a version from the future. */
  upgrade(answers: unknown, version: number): Answers
  /** Problems of the answers alone; the header has its own check. */
  problems(answers: Answers, header: Header, context: CheckContext): Problem[]
  measures(answers: Answers, header: Header): Measures
  /** Place of a child in the order of its parent's. */
  sequence?(answers: Answers): number | null
  /** The one figure that lists show of a record, worded by `kinds.<slug>.headline`; null when it is not known. */
  headline(answers: Answers): number | null
}

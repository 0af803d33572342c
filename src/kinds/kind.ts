import type { ActivityKindSlug } from '@/domain/activity'
import type { CheckContext } from '@/domain/check-header'
import type { Header } from '@/domain/header'
import type { Problem } from '@/domain/problem'

/** What totals count of any kind. `visits` are 人次, `staff` is 医务人员人次 once summed, `leaflets` are 份. */
export interface Measures {
  readonly visits: number
  readonly staff: number
  readonly leaflets: number
}

/** All that the rest of the app needs to know of a kind of activity; pure, so that it runs without a screen. */
export interface ActivityKind<Answers = unknown> {
  readonly slug: ActivityKindSlug
  /** One or two capital letters that begin the short number of a record. */
  readonly letter: string
  /** Version of the answers that this code writes. */
  readonly version: number
  /** Answers of a new record; `previous` are those of the author's last one, whose habits are kept. */
  blank(previous: Answers | null): Answers
  /** Answers of any older version, as the present one. Throws for a version from the future. */
  upgrade(answers: unknown, version: number): Answers
  /** Problems of the answers alone; the header has its own check. */
  problems(answers: Answers, header: Header, context: CheckContext): Problem[]
  measures(answers: Answers): Measures
  /** The one figure that lists show of a record, worded by `kinds.<slug>.headline`; null when it is not known. */
  headline(answers: Answers): number | null
}

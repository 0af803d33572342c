import type { Facts } from '../scene/who.ts'

/** What a relation promises to whom. Everything that is not said is refused. */
export interface RelationRules {
  /** SQL over the row's own columns that names its class. */
  readonly row: string
  /** The classes that the scene has rows of: no more and no fewer. */
  readonly classes: readonly string[]
  /** Whether a persona sees rows of a class. */
  readonly reads: (who: Facts, row: string) => boolean
  /** Columns that a signed-in person may write, as far as policies let. */
  readonly inserts?: string
  readonly updates?: string
  /** Rows that an update of a granted column reaches; none without it. */
  readonly changes?: (who: Facts, row: string) => boolean
  /** Every right is granted to everybody, as the storage service needs it, and policies alone decide. */
  readonly openGrants?: true
  /** Nothing is granted to anybody. */
  readonly closed?: true
}

export const nobody = (): boolean => false
export const signedIn = ({ signedIn: is }: Facts): boolean => is
export const hasPerson = ({ person }: Facts): boolean => person !== null

/** A relation all of whose rows are alike. */
export const alike = (reads: (who: Facts) => boolean): RelationRules => ({ row: "'row'", classes: ['row'], reads })

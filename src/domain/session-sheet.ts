import type { Result } from './failure'
import type { DocumentId, PersonId } from './id'

/** The code by which people sign in at a session on their own phones. */
export interface SessionCode {
  readonly token: string
  /** ISO 8601. */
  readonly expires_at: string
}

/** Somebody who signed in and waits for the author's word. `id` becomes the person's, if they are new. */
export interface SessionEntry {
  readonly id: PersonId
  readonly name: string
  readonly organisation: string
  readonly title_level: string
  readonly phone: string
  readonly entered_at: string
}

export type SessionCodeState =
  | { readonly state: 'open'; readonly title: string; readonly organisation: string; readonly expires_at: string }
  | { readonly state: 'over' | 'full' | 'unknown' }

export type SubmittedEntry =
  | { readonly state: 'taken' | 'over' | 'full' | 'unknown' | 'busy' }
  | { readonly state: 'invalid'; readonly field: string }

/** Signing in at a session by its code: the author's side, and that of those who come, who need no account. */
export interface SessionSheet {
  /** Opens the code of one's own record for so many minutes, or closes it with 0. `notFound` until the record has arrived. */
  openCode(id: DocumentId, minutes: number): Promise<Result<SessionCode>>
  entries(id: DocumentId): Promise<Result<{ readonly code: SessionCode | null; readonly entries: readonly SessionEntry[] }>>
  /** Takes an entry as a person, or declines it with null. */
  settle(entry: PersonId, person: PersonId | null): Promise<Result<void>>
  codeState(token: string): Promise<Result<SessionCodeState>>
  submit(token: string, entry: Omit<SessionEntry, 'entered_at'>): Promise<Result<SubmittedEntry>>
}

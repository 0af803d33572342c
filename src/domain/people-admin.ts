import type { Result } from './failure'
import type { AreaId, OrganisationId, PersonId, Sha256 } from './id'
import type { Role } from './ports'
import type { AreaLevel } from './reference'

/** `none`: has no account yet; `disabled`: has one and may not use it. */
export type AccountState = 'none' | 'active' | 'disabled'

/** A role that a person has, had or will have. */
export interface HeldRole {
  readonly id: number
  readonly role: Role
  readonly organisation_id: OrganisationId | null
  readonly area_id: AreaId | null
  readonly place: string
  readonly valid_from: string
  readonly valid_to: string | null
  /** Holds today or will. */
  readonly open: boolean
  readonly current: boolean
}

interface PersonFacts {
  readonly id: PersonId
  readonly name: string
  readonly title_level: string
  readonly category: string
  readonly organisation_id: OrganisationId | null
  readonly organisation_name: string
  readonly state: AccountState
  /** False for somebody who has a role beyond the caller's reach. */
  readonly manageable: boolean
}

export interface ListedPerson extends PersonFacts {
  readonly account: string | null
  readonly roles: readonly HeldRole[]
  readonly invited_until: string | null
}

export type Purpose = 'join' | 'recover'

export interface OpenInvitation {
  readonly id: string
  readonly purpose: Purpose
  readonly role: Role | null
  readonly place: string
  readonly expires_at: string
  /** Name of who made it. */
  readonly by: string
}

export interface ManagedPerson extends PersonFacts {
  readonly self: boolean
  readonly accounts: readonly { readonly name: string; readonly active: boolean; readonly replaced: boolean }[]
  readonly roles: readonly (HeldRole & { readonly reached: boolean })[]
  readonly invitations: readonly OpenInvitation[]
  readonly merged: readonly { readonly id: PersonId; readonly name: string; readonly at: string }[]
}

export interface ReachedOrganisation {
  readonly id: OrganisationId
  readonly name: string
  readonly level: string
  readonly county_id: AreaId | null
  readonly township_id: AreaId | null
}

/** Where the caller may give rights. */
export interface Reach {
  readonly organisations: readonly ReachedOrganisation[]
  readonly areas: readonly { readonly id: AreaId; readonly name: string; readonly level: AreaLevel }[]
  readonly truncated: boolean
}

/** An invitation as it is made on the device; the code itself never leaves it. */
export interface NewInvitation {
  readonly id: string
  readonly code_sha256: Sha256
  readonly purpose: Purpose
  readonly person_id: PersonId
  /** How long the code is good. */
  readonly days: number
  readonly role?: Role
  readonly organisation_id?: OrganisationId | null
  readonly area_id?: AreaId | null
  /** Of somebody new. */
  readonly name?: string
  readonly title_level?: string
  readonly category?: string
}

export interface PersonRow {
  readonly line: number
  readonly id: PersonId
  readonly name: string
  readonly organisation_id: OrganisationId
  readonly title_level: string
  readonly category: string
}

export interface OrganisationRow {
  readonly line: number
  readonly name: string
  readonly kind: string
  readonly level: string
  readonly county_id: AreaId
  readonly township_id: AreaId | null
}

/** The server's word on each row: null when it is in, else what was wrong. */
export type ImportAnswer = readonly { readonly line: number; readonly refused: string | null }[]

/** What managers do with people. A failure's detail says what a screen words: see `reasonOf`. */
export interface PeopleAdmin {
  /** People in reach by a part of their name or account, 300 at most. */
  people(words: string, organisation: OrganisationId | null): Promise<Result<{ readonly people: readonly ListedPerson[]; readonly truncated: boolean }>>
  person(id: PersonId): Promise<Result<ManagedPerson>>
  /** Organisations and areas in reach whose name holds the words, 400 of each at most. */
  reach(words: string): Promise<Result<Reach>>
  /** Up to 60, all or none. */
  invite(invitations: readonly NewInvitation[]): Promise<Result<void>>
  withdraw(invitation: string): Promise<Result<void>>
  endMembership(membership: number, atOnce: boolean): Promise<Result<void>>
  transfer(membership: number, organisation: OrganisationId, role: Role, atOnce: boolean): Promise<Result<void>>
  setDisabled(person: PersonId, disabled: boolean): Promise<Result<void>>
  /** `bothAccounts`: the manager was told that the other's accounts close. */
  merge(gone: PersonId, kept: PersonId, bothAccounts: boolean): Promise<Result<void>>
  undoMerge(gone: PersonId): Promise<Result<void>>
  /** Up to 500 rows. */
  importPeople(rows: readonly PersonRow[]): Promise<Result<ImportAnswer>>
  importOrganisations(rows: readonly OrganisationRow[]): Promise<Result<ImportAnswer>>
}

/** What a code is for, as the server says to whoever holds it; `joined`: this session's account used it. */
export type CodeState =
  | { readonly state: 'unknown' | 'used' | 'withdrawn' | 'expired' | 'joined' }
  | {
    readonly state: 'open'
    readonly purpose: Purpose
    readonly role: Role | null
    readonly name: string
    readonly place: string
    /** The account name that a one-time code replaces. */
    readonly account: string | null
    readonly expires_at: string
  }

/** How somebody gets an account and a role by a code. */
export interface Joining {
  codeState(code: string): Promise<Result<CodeState>>
  /** The account name of this device's session with the server; null without one. */
  account(): Promise<string | null>
  /** Makes an auth user and signs in as it; one made before with the same password counts as made. `conflict`: the name is taken. */
  signUp(account: string, password: string): Promise<Result<void>>
  /** Binds the session to the code's person. Repeating it is safe. */
  join(code: string, account: string): Promise<Result<void>>
}

/** The reason in a failure's detail, such as `lastManager`, where our server gave one; else empty. */
export const reasonOf = (detail: string | undefined): string => /^[a-zA-Z]+ (?:\d+:)?([a-zA-Z_]+) \d{3}$/u.exec(detail ?? '')?.[1] ?? ''

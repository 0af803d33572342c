import { inject, type InjectionKey, type ShallowRef } from 'vue'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { Joining, PeopleAdmin } from '@/domain/people-admin'
import type { Clock, Identity, Membership, PhotoMaker, Remote, Session } from '@/domain/ports'
import type { Reports } from '@/domain/reports'
import type { SessionSheet } from '@/domain/session-sheet'
import type { Local } from '@/local/local'
import type { Rescue } from '@/local/rescue/rescue'
import type { Sync, SyncState } from '@/sync/sync'

/** One person's place on this device: what they keep, and its delivery. */
export interface Workplace {
  readonly identity: Identity
  /** The membership they act for; every new record belongs to its organisation. */
  readonly acting: Membership | undefined
  readonly local: Local
  readonly sync: Sync
  readonly syncState: Readonly<ShallowRef<SyncState>>
}

/** Words of one part of the app, fetched with it: the language's file, one per locale. */
export type Words = Readonly<Record<'zh-CN' | 'en', () => Promise<{ default: Record<string, unknown> }>>>

export interface Deployment {
  readonly demo: boolean
}

/** Everything a screen may ask of the world. main.ts builds it; tests pass fakes. */
export interface Container {
  readonly clock: Clock
  readonly random: (bytes: number) => Uint8Array
  readonly hash: (text: string) => Promise<Sha256>
  readonly makeId: () => DocumentId
  readonly session: Session
  readonly reports: Reports
  readonly sessionSheet: () => Promise<SessionSheet>
  readonly peopleAdmin: PeopleAdmin
  readonly joining: () => Promise<Joining>
  readonly remote: Pick<Remote, 'downloadPhoto' | 'referencePack'>
  /** The rescue of the signed-in person's records; whoever asks for it closes it. */
  readonly rescue: () => Promise<Rescue>
  readonly photoMaker: PhotoMaker
  /** Fetches words of what comes after its page, now and after each change of language. */
  readonly addWords: (...parts: readonly Words[]) => Promise<void>
  readonly geolocation: Geolocation | undefined
  readonly workplace: Readonly<ShallowRef<Workplace | null>>
  readonly deployment: Readonly<ShallowRef<Deployment>>
  /** Opens the person's place and remembers them as this device's user. */
  enter(identity: Identity): void
  /** Acts for another of the person's memberships from now on. */
  actFor(membership: Membership): void
  /** Forgets the person as this device's user; their records stay and open again when they return. */
  leave(): Promise<void>
}

export const containerKey: InjectionKey<Container> = Symbol('container')

export function useContainer(): Container {
  const container = inject(containerKey)
  if (!container) throw new Error('no container was provided')
  return container
}

/** The signed-in person's place. Throws on a screen that the router should have kept behind sign-in. */
export function useWorkplace(): Workplace {
  const { workplace } = useContainer()
  if (!workplace.value) throw new Error('nobody has signed in')
  return workplace.value
}

import { shallowRef } from 'vue'
import type { Workplace } from '@/container'
import type { OrganisationId } from '@/domain/id'
import type { Identity, Membership } from '@/domain/ports'

type Local = Workplace['local']
type SyncState = Workplace['syncState']['value']

interface Parts {
  readonly identity: Identity
  readonly acting: Membership | undefined
  readonly local: Local
  /** The person's rights as they are known now: they change while the place is open. */
  readonly memberships: () => readonly Membership[]
  /** The server was reached, or refused this person. */
  readonly reached: () => void
  readonly startSync: (local: Local, parts: {
    readonly changed: (state: SyncState) => void
    readonly packKeys: () => Promise<readonly string[]>
    readonly organisations: () => readonly OrganisationId[]
  }) => Workplace['sync']
}

/** Opens a person's place on this device: their store and its delivery, with the packs their memberships need. */
export function openWorkplace({ identity, acting, local, memberships, reached, startSync }: Parts): Workplace {
  const syncState = shallowRef<SyncState>({ phase: 'idle', failure: null, succeeded: null })
  const sync = startSync(local, {
    changed: (state) => {
      const answered = state.succeeded !== syncState.value.succeeded || state.failure?.code === 'forbidden'
      syncState.value = state
      if (answered) reached()
    },
    organisations: () => memberships().flatMap(({ organisation_id }) => organisation_id ?? []),
    packKeys: async () => {
      const counties = memberships().flatMap(({ county_id }) => (county_id === null ? [] : [county_id]))
      const planned = (await local.packs.get('plans'))?.plans?.map(({ county_id }) => county_id) ?? []
      return ['areas', 'rules', 'techniques', 'checklists', 'fillings', 'plans', ...new Set([...counties, ...planned].map((county) => `county:${county}`))]
    },
  })
  return { identity, acting, local, sync, syncState }
}

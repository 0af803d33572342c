import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useContainer, useWorkplace } from '@/container'
import type { ActivityKindSlug } from '@/domain/activity'
import type { DocumentId } from '@/domain/id'
import type { Invitation } from '@/domain/invitation'
import { byDay, lendsTo } from '@/domain/listed-record'
import type { Membership } from '@/domain/ports'
import { readPeople } from '@/fields/reference'
import { readParent } from './new-parent'
import { countRecord, newRecord, type Planned } from './new-record'
import { readSeries } from './series'

export interface Beginning {
  readonly kind: ActivityKindSlug
  readonly practice: boolean
  /** The record that the new one belongs to; it need not be on this device. */
  readonly parentId: DocumentId | null
  /** What a colleague's invitation says of that record. */
  readonly invitation?: Invitation | undefined
  /** The plan that the record carries out. */
  readonly plan?: Planned | undefined
}

/** Makes and saves a draft for the organisation whose plan it carries out, else for the one that the person acts for. */
export function useBegin() {
  const { t } = useI18n()
  const { makeId, clock } = useContainer()
  const { identity, acting, local } = useWorkplace()
  const busy = ref(false)

  /** What is planned for an organisation is done for it, whichever of one's own one acts for otherwise. */
  const actorOf = (plan: Planned | undefined): Membership | undefined =>
    (plan && identity.memberships.find(({ organisation_id }) => organisation_id === plan.organisation_id)) ?? acting

  /** The record whose habits are kept: the last of the same parent, else the last handed in. */
  async function previousOf(kind: ActivityKindSlug, parentId: DocumentId | null, practice: boolean) {
    const { changed } = await local.lines.since(0)
    const lines = changed.filter((line) => line.kind === kind && line.author_id === identity.personId && line.status !== 'void').sort(byDay)
    const line = lines.find(({ parent_id }) => parentId !== null && parent_id === parentId) ??
      lines.find((each) => each.sealed && lendsTo(practice, each))
    return line && (await local.records.read(line.id))?.record.payload
  }

  /** Gives the id of the draft; null when one is being made already or there is no organisation to act for. Rejects when it cannot be saved. */
  async function begin({ kind, practice, parentId, invitation, plan }: Beginning): Promise<DocumentId | null> {
    const actor = actorOf(plan)
    if (!actor || actor.organisation_id === null || busy.value) return null
    busy.value = true
    try {
      await navigator.storage?.persist?.()
      const parent = parentId === null ? undefined : await readParent({ local, t }, kind, parentId, invitation)
      const payload = newRecord({
        id: makeId(),
        kind,
        practice,
        identity,
        acting: actor,
        device: await local.device.change(countRecord),
        previous: await previousOf(kind, parentId, practice),
        series: await readSeries(local, { kind, practice, organisation: actor.organisation_id }),
        parent,
        plan,
        people: await readPeople(local),
        now: new Date(clock.now()),
      })
      await local.records.save(payload, [], clock.now())
      return payload.id
    } finally {
      busy.value = false
    }
  }

  return { begin, actorOf, busy }
}

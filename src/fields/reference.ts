import { computed, onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { useContainer, useWorkplace, type Workplace } from '@/container'
import type { PublishedChecklist } from '@/domain/checklist/template'
import type { AreaId, OrganisationId, PersonId } from '@/domain/id'
import { keptPerson, type Area, type Organisation, type Person, type Technique } from '@/domain/reference'
import type { RuleRow } from '@/domain/rule'
import type { NamedDay } from '@/domain/working-days'

/** The reference packs that this device holds, joined for lookups. */
export interface Reference {
  readonly areas: ReadonlyMap<AreaId, Area>
  readonly organisations: ReadonlyMap<OrganisationId, Organisation>
  readonly people: ReadonlyMap<PersonId, Person>
  readonly rules: readonly RuleRow[]
  readonly calendar: readonly NamedDay[]
  /** Version of the rule pack; empty before the first. */
  readonly ruleVersion: string
  readonly counties: ReadonlySet<AreaId>
  readonly techniques: ReadonlyMap<string, Technique>
  readonly checklists: readonly PublishedChecklist[]
}

const none: Reference = {
  areas: new Map(), organisations: new Map(), people: new Map(), rules: [], calendar: [], ruleVersion: '', counties: new Set(),
  techniques: new Map(), checklists: [],
}

async function join({ local }: Workplace): Promise<Reference> {
  // Both begin before the first await: a live query does not watch what is read after several.
  const [versions, ...met] = await Promise.all([
    local.packs.versions(), local.preferences.get<readonly Person[]>('typed-people'), local.preferences.get<readonly Person[]>('team-people'),
  ])
  const keys = [...versions.keys()]
  const packs = await Promise.all(keys.map((key) => local.packs.get(key)))
  const rules = packs[keys.indexOf('rules')]
  return {
    areas: new Map(packs.flatMap((pack) => pack?.areas ?? []).map((area) => [area.id, area])),
    organisations: new Map(packs.flatMap((pack) => pack?.organisations ?? []).map((each) => [each.id, each])),
    people: joinPeople(met.flatMap((people) => people ?? []), packs.flatMap((pack) => pack?.people ?? [])),
    rules: rules?.rules ?? [],
    calendar: rules?.calendar ?? [],
    ruleVersion: rules?.version ?? '',
    techniques: new Map(packs.flatMap((pack) => pack?.techniques ?? []).map((each) => [each.code, each])),
    // Packs of two counties have those of the areas above both.
    checklists: [...new Map(packs.flatMap((pack) => pack?.checklists ?? []).map((each) => [each.sha256, each])).values()],
    counties: new Set(keys.flatMap((key) => (key.startsWith('county:') ? [Number(key.slice(7))] : []))),
  }
}

/** The people that this device knows, once; packs of counties have them. */
export async function readPeople({ packs, preferences }: Pick<Workplace['local'], 'packs' | 'preferences'>): Promise<ReadonlyMap<PersonId, Person>> {
  const counties = [...(await packs.versions()).keys()].filter((key) => key.startsWith('county:'))
  const met = await Promise.all(['typed-people', 'team-people'].map((key) => preferences.get<readonly Person[]>(key)))
  const known = await Promise.all(counties.map((key) => packs.get(key)))
  return joinPeople(met.flatMap((people) => people ?? []), known.flatMap((pack) => pack?.people ?? []))
}

/**
 * The server's word on a person is newer; where somebody of no organisation works, only this device may know. An entry that
 * was merged has the name of the one that stands for it.
 */
export function joinPeople(typed: readonly Person[], known: readonly Person[]): ReadonlyMap<PersonId, Person> {
  const people = new Map(typed.map((each) => [each.id, each]))
  for (const each of known)
    people.set(each.id, { ...each, organisation_id: each.organisation_id ?? people.get(each.id)?.organisation_id ?? null })
  for (const each of people.values()) {
    const kept = people.get(keptPerson(people, each.id))
    if (kept && kept !== each) people.set(each.id, { ...each, name: kept.name })
  }
  return people
}

let shared: { readonly workplace: Workplace; readonly reference: ShallowRef<Reference>; users: number; stop: () => void } | undefined

/** The packs as one live value, shared by all fields of a screen; empty until read, which `ready` tells from packs that hold nothing. */
export function useReference() {
  const { remote } = useContainer()
  const workplace = useWorkplace()
  if (shared && shared.workplace.local !== workplace.local) {
    shared.stop()
    shared = undefined
  }
  if (!shared) {
    const reference = shallowRef(none)
    const stop = workplace.local.watch(() => join(workplace), (value) => (reference.value = value), (error) => { throw error })
    shared = { workplace, reference, users: 0, stop }
  }
  const mine = shared
  mine.users += 1
  onScopeDispose(() => (mine.users -= 1))

  /** Downloads a county's pack and keeps it; gives whether it is here now. */
  async function fetchCounty(county: AreaId): Promise<boolean> {
    const key = `county:${county}`
    const answer = await remote.referencePack(key, null)
    if (answer.ok && answer.value) await workplace.local.packs.put(key, answer.value)
    return answer.ok
  }

  return { reference: computed(() => mine.reference.value), ready: computed(() => mine.reference.value !== none), fetchCounty }
}

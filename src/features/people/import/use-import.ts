import { computed, ref, shallowRef } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { Failure } from '@/domain/failure'
import type { AreaId, OrganisationId, PersonId } from '@/domain/id'
import type { ImportAnswer, OrganisationRow, PersonRow } from '@/domain/people-admin'
import { managingLine } from '@/domain/reference'
import { useReference } from '@/fields/reference'
import { largestFile } from '@/fields/spreadsheet/limits'
import type { ReadSheet, WorkbookTrouble } from '@/fields/spreadsheet/workbook'
import { organisationHeaderOf, organisationNames, personHeaderOf, plainName, readOrganisations, readPeople, type Columns,
  type OrganisationValue, type PersonValue, type ReadRow } from './rows'

export type ImportKind = 'people' | 'organisations'
type Row = ReadRow<PersonValue | OrganisationValue>

const atOnce = 500
/** Names that are looked up one by one where the reach is too large to be read whole. */
const mostLookUps = 40

/** A spreadsheet of people or organisations: read, judged, shown, and only then sent; the server judges again. */
export function useImport() {
  const { peopleAdmin, makeId } = useContainer()
  const { identity } = useWorkplace()
  const { reference } = useReference()
  const kind = ref<ImportKind>('people')
  const rows = shallowRef<readonly Row[]>([])
  const trouble = ref<WorkbookTrouble | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  /** The server's word by line, once it was asked. */
  const answers = shallowRef<ReadonlyMap<number, string | null> | null>(null)
  /** One id of each line, however often it is sent. */
  const ids = new Map<number, PersonId>()

  const good = computed(() => rows.value.filter(({ problem }) => problem === null))
  const bad = computed(() => rows.value.filter(({ problem }) => problem !== null))
  const refused = computed(() => good.value.filter(({ line }) => answers.value?.get(line)))
  const added = computed(() => good.value.filter(({ line }) => answers.value?.get(line) === null))

  function areas() {
    const managed = new Set<AreaId | null>(identity.memberships.map(({ area_id }) => area_id))
    const all = [...reference.value.areas.values()]
    const counties = all.filter(({ level, id }) => level === 'county' && managingLine(reference.value.areas, id).some((each) => managed.has(each)))
    const townships = new Map(all.filter(({ level }) => level === 'township').map(({ statutory_parent, name, id }) => [`${statutory_parent} ${plainName(name)}`, id]))
    return {
      counties: new Map(counties.map(({ name, id }) => [plainName(name), id])),
      onlyCounty: counties.length === 1 ? counties[0]?.id ?? null : null,
      township: (county: AreaId, name: string) => townships.get(`${county} ${name}`) ?? null,
    }
  }

  /** Organisations in reach by their plain names; two of one name stand for none. */
  async function organisations(sheet: ReadSheet<Columns>) {
    const whole = await peopleAdmin.reach('')
    if (!whole.ok) return whole
    const found = [...whole.value.organisations]
    if (whole.value.truncated) {
      for (const name of organisationNames(sheet).slice(0, mostLookUps)) {
        const answer = await peopleAdmin.reach(name)
        if (!answer.ok) return answer
        found.push(...answer.value.organisations)
      }
    }
    const byName = new Map<string, OrganisationId | null>()
    for (const { id, name } of found) {
      const before = byName.get(plainName(name))
      byName.set(plainName(name), before === undefined || before === id ? id : null)
    }
    return { ok: true as const, value: {
      byName: new Map([...byName].flatMap(([name, id]) => (id === null ? [] : [[name, id] as const]))),
      only: found.length === 1 ? found[0]?.id ?? null : null,
    } }
  }

  async function read(file: File) {
    startOver()
    busy.value = true
    const { readSheet } = await import('@/fields/spreadsheet/workbook')
    // Not even read when it is too large.
    const answer = file.size > largestFile ? { trouble: 'tooLarge' as const }
      : await readSheet(new Uint8Array(await file.arrayBuffer()), kind.value === 'people' ? personHeaderOf : organisationHeaderOf)
    if ('trouble' in answer) trouble.value = answer.trouble
    else if (kind.value === 'organisations') rows.value = readOrganisations(answer.sheet, areas())
    else {
      const known = await organisations(answer.sheet)
      if (known.ok) rows.value = readPeople(answer.sheet, known.value.byName, known.value.only)
      else failure.value = known.failure
    }
    busy.value = false
  }

  const sendRows = (part: readonly Row[]) => {
    if (kind.value === 'organisations')
      return peopleAdmin.importOrganisations(part.map(({ line, name, value }): OrganisationRow => ({ line, name, ...(value as OrganisationValue) })))
    return peopleAdmin.importPeople(part.map(({ line, name, value }): PersonRow => {
      const id = ids.get(line) ?? makeId() as string as PersonId
      ids.set(line, id)
      return { line, id, name, ...(value as PersonValue) }
    }))
  }
  async function send() {
    if (busy.value) return
    busy.value = true
    failure.value = null
    const said: { line: number; refused: string | null }[] = []
    for (let at = 0; at < good.value.length && !failure.value; at += atOnce) {
      const answer = await sendRows(good.value.slice(at, at + atOnce))
      if (answer.ok) said.push(...(answer.value as ImportAnswer))
      else failure.value = answer.failure
    }
    busy.value = false
    if (said.length > 0) answers.value = new Map(said.map((each) => [each.line, each.refused]))
  }
  function startOver() {
    rows.value = []
    answers.value = trouble.value = failure.value = null
    ids.clear()
  }

  return { kind, rows, good, bad, refused, added, answers, trouble, failure, busy, read, send, startOver }
}

import { shallowRef, watch, type Ref } from 'vue'
import { useWorkplace } from '@/container'
import type { IssuedBy } from '@/domain/check-header'
import { chinaDay } from '@/domain/day'
import type { Payload } from '@/domain/document'
import { lendsTo } from '@/domain/listed-record'
import { kindModels, present } from '@/kinds/models'
import { useSteady } from '@/ui/steady'
import { useRecordIndex } from '../history/use-record-index'

/** The numbers that these records gave out, each with the first of them that did. */
export function issuedBy(payloads: readonly Payload[]): ReadonlyMap<string, IssuedBy> {
  const numbers = new Map<string, IssuedBy>()
  for (const payload of payloads) {
    const { kind, answers, answers_version, header, short_no, created_at } = present(payload)
    const model = kindModels[kind]
    if (answers_version > model.version) continue
    const by = { title: header.title || short_no, day: chinaDay(header.started_at ?? created_at) }
    for (const number of model.issued?.(answers) ?? []) if (!numbers.has(number)) numbers.set(number, by)
  }
  return numbers
}

/**
 * Numbers that the person's other records on this device gave out, live. Those are read when the form opens and when one of
 * them changes, never for what is typed here; for a kind that gives no numbers out, and in practice, nothing is read.
 */
export function useIssued(payload: Readonly<Ref<Payload | null>>) {
  const { local } = useWorkplace()
  const { records } = useRecordIndex()
  const issued = shallowRef<ReadonlyMap<string, IssuedBy>>(new Map())
  /** What of it says which others count: an edit of anything else looks through no list. */
  const own = useSteady(() => {
    const { id, kind, practice, replaces } = payload.value ?? { practice: true }
    return kind && !practice && kindModels[kind].issued ? { id, kind, replaces } : null
  })
  const others = useSteady(() => (own.value ? records.value ?? [] : [])
    .filter((other) => other.kind === own.value?.kind && ![own.value.id, own.value.replaces].includes(other.id) && lendsTo(false, other))
    .map(({ id }) => id).sort())
  watch(others, (ids, _before, onCleanup) => {
    if (ids.length === 0) issued.value = new Map()
    else onCleanup(local.watch(
      async () => issuedBy((await local.records.several(ids)).map(({ record }) => record.payload)),
      (found) => (issued.value = found),
      (error) => { throw error },
    ))
  }, { immediate: true })
  return issued
}

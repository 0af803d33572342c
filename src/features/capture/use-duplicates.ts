import { computed, shallowRef, watch, type Ref } from 'vue'
import { useWorkplace } from '@/container'
import { chinaDay } from '@/domain/day'
import type { Payload } from '@/domain/document'
import { duplicateProblems } from '@/domain/duplicate'
import type { ListedRecord } from '@/domain/listed-record'
import { kindModels } from '@/kinds/models'
import { useNames } from '../history/use-names'
import { useRecordIndex } from '../history/use-record-index'

/** Milliseconds that a form is left alone once it stands: its first answers come before what is looked up for its last. */
const rest = 3_000
/** Milliseconds after which nobody waits for an archive that cannot be read. */
const patience = 3_000

/**
 * Whether a record tells of what another on this device tells of: an own one, one of the team's, or one in the archive of the
 * own organisations. That is read once, some time after `later`: it may be thousands of lines.
 */
export function useDuplicates(payload: () => Payload | null, later: Readonly<Ref<boolean>>) {
  const { local } = useWorkplace()
  const { records, colleagues } = useRecordIndex()
  const names = useNames()
  const askable = computed(() => {
    const now = payload()
    return now !== null && !now.practice && !kindModels[now.kind].piece
  })
  const archived = shallowRef<readonly ListedRecord[]>([])
  let reading: Promise<void> | undefined
  const read = () => (reading ??= local.archive().then(async (archive) => void (archived.value = await archive.lines())))
  watch(() => askable.value && later.value, (wanted, _before, onCleanup) => {
    if (!wanted) return
    const timer = setTimeout(() => void read(), rest)
    onCleanup(() => clearTimeout(timer))
  }, { immediate: true })

  const day = computed(() => {
    const at = payload()?.header.started_at
    return at ? chinaDay(at) : null
  })
  const kind = computed(() => payload()?.kind)
  /** Looked through when the day changes, not with every letter. */
  const ofDay = computed(() => archived.value.filter((line) => line.day === day.value && line.kind === kind.value))
  /** What is on this device as a record is newer than the archive's line of it. */
  const lines = computed(() => {
    const held = [...records.value ?? [], ...colleagues.value]
    return [...held, ...ofDay.value.filter(({ id }) => !held.some((each) => each.id === id))]
  })
  const problems = computed(() => {
    const now = payload()
    return now && askable.value ? duplicateProblems(now, lines.value, names.value.person) : []
  })

  /** Resolves once the archive's lines count, however soon after the form was opened, or cannot be had. */
  async function ready(): Promise<void> {
    if (!askable.value) return
    const waited = new Promise<void>((resolve) => void setTimeout(resolve, patience))
    await Promise.race([read().catch(() => undefined), waited])
  }
  return { problems, ready }
}

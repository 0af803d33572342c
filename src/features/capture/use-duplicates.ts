import { computed, ref, watch, type Ref } from 'vue'
import { chinaDay } from '@/domain/day'
import type { Payload } from '@/domain/document'
import { duplicateProblems } from '@/domain/duplicate'
import { kindModels } from '@/kinds/models'
import { useArchive } from '../history/use-archive'
import { useNames } from '../history/use-names'
import { useRecordIndex } from '../history/use-record-index'

/** Milliseconds after which nobody waits for an archive that cannot be read. */
const patience = 3_000

/**
 * Whether a record tells of what another on this device tells of: an own one, one of the team's, or one in the archive of the
 * own organisations, which is read from `later` on.
 */
export function useDuplicates(payload: () => Payload | null, later: Readonly<Ref<boolean>>) {
  const { records, colleagues } = useRecordIndex()
  const names = useNames()
  const submitting = ref(false)
  const askable = computed(() => {
    const now = payload()
    return now !== null && !now.practice && !kindModels[now.kind].piece
  })
  const { lines: archived } = useArchive(computed(() => askable.value && (later.value || submitting.value)))
  const day = computed(() => {
    const at = payload()?.header.started_at
    return at ? chinaDay(at) : null
  })
  const kind = computed(() => payload()?.kind)
  /** Looked through when the day changes, not with every letter. */
  const ofDay = computed(() => (archived.value ?? []).filter((line) => line.day === day.value && line.kind === kind.value))
  /** What is on this device as a record is newer than the archive's line of it. */
  const lines = computed(() => {
    const held = [...records.value ?? [], ...colleagues.value]
    return [...held, ...ofDay.value.filter(({ id }) => !held.some((each) => each.id === id))]
  })
  const problems = computed(() => {
    const now = payload()
    return now && askable.value ? duplicateProblems(now, lines.value, names.value.person) : []
  })

  /** Resolves once the archive's lines count, however soon after the form was opened. */
  function ready(): Promise<void> {
    submitting.value = true
    if (!askable.value || archived.value) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        stop()
        clearTimeout(timer)
        resolve()
      }
      const stop = watch(archived, end)
      const timer = setTimeout(end, patience)
    })
  }
  return { problems, ready }
}

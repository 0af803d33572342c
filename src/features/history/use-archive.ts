import { computed, onScopeDispose, shallowRef, watchEffect, type Ref } from 'vue'
import { useWorkplace, type Workplace } from '@/container'
import type { DocumentId } from '@/domain/id'
import { byDay, type ListedRecord } from '@/domain/listed-record'
import { kindModels } from '@/kinds/models'

type Archive = Awaited<ReturnType<Workplace['local']['archive']>>
type Marks = Awaited<ReturnType<Archive['marks']>>
type ArchivedView = NonNullable<Awaited<ReturnType<Archive['read']>>>

/** Watches what a query gives of the archive, once that has come; gives the function that stops it. */
function watchArchive<T>(local: Workplace['local'], query: (archive: Archive) => Promise<T>, give: (value: T) => void): () => void {
  let stop = () => {}
  let left = false
  void local.archive().then((archive) => {
    if (!left) stop = local.watch(() => query(archive), give, (error) => { throw error })
  })
  return () => {
    left = true
    stop()
  }
}

/** The records of the person's organisations that this device holds, live while they are wanted; null before they are read. */
export function useArchive(wanted: Readonly<Ref<boolean>>) {
  const { local } = useWorkplace()
  const lines = shallowRef<readonly ListedRecord[] | null>(null)
  const marks = shallowRef<Marks>({})
  watchEffect((onCleanup) => {
    if (wanted.value) onCleanup(watchArchive(local, (archive) => Promise.all([archive.lines(), archive.marks()]), ([read, now]) => {
      lines.value = read.filter(({ kind }) => !kindModels[kind]?.piece).sort(byDay)
      marks.value = now
    }))
  })
  /** How many months are still to be fetched; null while nobody has asked the server yet. */
  const missing = computed(() => {
    const known = Object.values(marks.value)
    return known.length === 0 ? null : known.reduce((sum, mark) => sum + mark.missing.length, 0)
  })
  /** Milliseconds: when this device last heard what changed. */
  const asked = computed(() => Math.min(...Object.values(marks.value).map((mark) => mark.asked)))
  const full = computed(() => Object.values(marks.value).some((mark) => mark.full))
  return { lines, missing, asked, full }
}

/** One record of the archive with what belongs to it, live; `read` once it is known whether it is there. */
export function useArchived(id: DocumentId) {
  const { local } = useWorkplace()
  const record = shallowRef<ArchivedView | null>(null)
  const read = shallowRef(false)
  onScopeDispose(watchArchive(local, (archive) => archive.read(id), (own) => {
    record.value = own ?? null
    read.value = true
  }))
  return { record, read }
}

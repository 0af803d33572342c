import { computed, onScopeDispose, shallowRef, watchEffect, type Ref } from 'vue'
import { useWorkplace, type Workplace } from '@/container'
import type { DocumentId } from '@/domain/id'
import type { ListedRecord } from '@/domain/listed-record'
import { kindModels } from '@/kinds/models'

type Archive = Awaited<ReturnType<Workplace['local']['archive']>>
type Marks = Awaited<ReturnType<Archive['marks']>>
export type ArchivedView = NonNullable<Awaited<ReturnType<Archive['read']>>>

const newestFirst = (a: ListedRecord, b: ListedRecord) => (a.day === b.day ? b.touched - a.touched : (a.day ?? '') < (b.day ?? '') ? 1 : -1)

/** The records of the person's organisations that this device holds, live while they are wanted; null before they are read. */
export function useArchive(wanted: Readonly<Ref<boolean>>) {
  const { local } = useWorkplace()
  const lines = shallowRef<readonly ListedRecord[] | null>(null)
  const marks = shallowRef<Marks>({})
  watchEffect((onCleanup) => {
    if (!wanted.value) return
    let stop = () => {}
    let left = false
    void local.archive().then((archive) => {
      if (left) return
      stop = local.watch(() => Promise.all([archive.lines(), archive.marks()]), ([read, now]) => {
        lines.value = read.filter(({ kind }) => !kindModels[kind]?.piece).sort(newestFirst)
        marks.value = now
      }, (error) => { throw error })
    })
    onCleanup(() => {
      left = true
      stop()
    })
  })
  /** How many months are still to be fetched; null while nobody has asked the server yet. */
  const missing = computed(() => {
    const known = Object.values(marks.value)
    return known.length === 0 ? null : known.reduce((sum, mark) => sum + mark.missing.length, 0)
  })
  /** Milliseconds: when this device last heard what changed. */
  const asked = computed(() => Math.min(...Object.values(marks.value).map((mark) => mark.asked)))
  return { lines, missing, asked }
}

/** One record of the archive with what belongs to it, live; `read` once it is known whether it is there. */
export function useArchived(id: DocumentId) {
  const { local } = useWorkplace()
  const record = shallowRef<ArchivedView | null>(null)
  const children = shallowRef<readonly ArchivedView[]>([])
  const read = shallowRef(false)
  let stop = () => {}
  let left = false
  void local.archive().then((archive) => {
    if (left) return
    stop = local.watch(async () => {
      const own = await archive.read(id)
      const ids = own ? (await archive.lines()).filter(({ parent_id }) => parent_id === id).map((line) => line.id) : []
      return { own, below: await Promise.all([...new Set(ids)].map((each) => archive.read(each))) }
    }, ({ own, below }) => {
      record.value = own ?? null
      children.value = below.filter((each) => each !== undefined)
      read.value = true
    }, (error) => { throw error })
  })
  onScopeDispose(() => {
    left = true
    stop()
  })
  return { record, children, read }
}

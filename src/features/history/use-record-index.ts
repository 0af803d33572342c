import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { useWorkplace, type Workplace } from '@/container'
import type { DocumentId } from '@/domain/id'
import type { ListedRecord } from '@/domain/listed-record'
import type { HeldView } from './record-view'

interface Index {
  readonly local: Workplace['local']
  readonly records: ShallowRef<readonly ListedRecord[] | null>
  /** Records of colleagues whose team this person is in. */
  readonly colleagues: ShallowRef<readonly ListedRecord[]>
  readonly failed: Ref<boolean>
  /** Resolves when what the page's early look found stands in `records`. */
  readonly begun: Promise<void>
  stop: () => void
}

let shared: Index | undefined

/** Reads every line once, and after that only the lines that changed. Kept while the person stays. */
function openIndex(local: Workplace['local']): Index {
  const records: Index['records'] = shallowRef(null)
  const colleagues: Index['colleagues'] = shallowRef([])
  const failed = ref(false)
  const held = new Map<DocumentId, ListedRecord>()
  let seq = 0
  const take = ({ changed, dropped, seq: last }: Awaited<ReturnType<typeof local.lines.since>>) => {
    failed.value = false
    if (records.value && last === seq) return
    for (const record of changed) held.set(record.id, record)
    for (const id of dropped) held.delete(id)
    seq = last
    const lines = [...held.values()].sort((a, b) => b.touched - a.touched)
    records.value = lines.filter(({ author_id }) => author_id === local.person)
    colleagues.value = lines.filter(({ author_id }) => author_id !== local.person)
  }
  /** Null once nobody listens any more. */
  let end: (() => void) | null = () => {}
  const index: Index = { local, records, colleagues, failed, begun: begin(), stop: () => {
    end?.()
    end = null
  } }
  async function begin() {
    const early = await local.lines.early()
    if (early) take(early)
    listen()
  }
  /** A store that could not be read is asked again: it may have been opening, or closed by the system for a moment. */
  function listen() {
    end &&= local.watch(() => local.lines.since(seq), take, () => {
      failed.value = true
      setTimeout(listen, 2_000)
    })
  }
  return index
}

/** The index of this person's records, opened before the first page is drawn: resolves when that can show its list. */
export function openRecordIndex(local: Workplace['local']): Promise<void> {
  if (shared?.local !== local) {
    shared?.stop()
    shared = openIndex(local)
  }
  return shared.begun
}

/** The person's own records, and those of colleagues, as lines, live, newest first. `failed` when the store cannot be read. */
export function useRecordIndex() {
  const { local } = useWorkplace()
  void openRecordIndex(local)
  const { records, colleagues, failed } = shared as Index
  return { records, colleagues, failed }
}

/** A flick passes rows by that nobody reads: what is shown is read once it rests, in milliseconds. */
const rest = 60

/** The records of these ids, whole and live; the last ones until the next are read. */
export function useViews(ids: Readonly<Ref<readonly DocumentId[]>>) {
  const { local } = useWorkplace()
  const views = shallowRef<ReadonlyMap<DocumentId, HeldView>>(new Map())
  let stop = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  function read(): void {
    stop()
    stop = local.watch(() => local.records.several(ids.value), (found) => {
      views.value = new Map(found.map((view) => [view.record.payload.id, view]))
    }, (error) => { throw error })
  }
  watch(() => ids.value.join(), () => {
    clearTimeout(timer)
    timer = setTimeout(read, views.value.size === 0 ? 0 : rest)
  }, { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    stop()
  })
  return views
}

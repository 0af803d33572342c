import { onScopeDispose, ref, shallowRef } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { Payload } from '@/domain/document'
import type { DocumentId, Sha256 } from '@/domain/id'
import { present } from '@/kinds/models'
import type { HeldView } from '../history/record-view'
import { amendmentsOf, beginAmendment, type Amendment, type Bytes, type Read } from './amendment'
import { readRecord } from './read-ahead'
import { useSaveTrouble } from './save-trouble'
import { editable } from './submit'

export type SaveState = 'saved' | 'dirty' | 'saving' | 'failed'

/** Typing rests this long before it is saved, and is never left unsaved for longer than twice that. */
const rest = 700
/** A save that failed is tried again after this time, and at every further change. */
const retry = 5_000

/**
 * A record being filled in: every change is saved by itself, soon, and at once when the page is left. With `amending` it is
 * the correction of a submitted record, which is kept apart until `finish` puts it into the record's place.
 */
export function useDraft(id: DocumentId, amending = false) {
  const { clock } = useContainer()
  const { local, sync } = useWorkplace()
  const payload = shallowRef<Payload | null>(null)
  const state = ref<SaveState>('saved')
  const missing = ref(false)
  /** It was saved after it was begun, here or elsewhere: somebody filled it in before. */
  const reopened = ref(false)
  /** Another tab or device has handed it in, voided it or given the correction up: nothing is filled in here any more. */
  const handedIn = ref(false)
  const refusal = shallowRef<readonly string[]>([])
  /** What was refused had been handed in before, and was returned. */
  const wasReturned = ref(false)
  const amendments = amendmentsOf(local)
  const { trouble, failed, over } = useSaveTrouble(local)
  /** The record as it lies on the device now, for what other devices said of it. */
  const held = shallowRef<HeldView | null>(null)
  /** What the content in the form grew from: what it read, or saved last. */
  let read: Read | undefined
  /** The record that a correction was begun on. */
  let begun: Read | undefined
  /** A correction that lay on the disk when this form read or saved it last. */
  let stood = false
  let unfollow = () => {}
  let bytes: Bytes[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let dirtySince = 0
  let saving: Promise<void> = Promise.resolve()
  let closed = false
  let gone = false
  /** The save under way puts a correction into the record's place. */
  let last = false
  /** A correction that was not handed in before the record was returned now stands in it. */
  const correctionIn = ref(false)

  /** The record as it is read, or with what was left of a correction where it has been returned since. */
  async function withCorrection(view: HeldView | undefined): Promise<HeldView | undefined> {
    if (view?.record.payload.status !== 'returned' || view.entry?.state === 'refused') return view
    const kept = await amendments.read(id)
    if (!kept) return view
    try {
      await amendments.layIn(present(view.record.payload), kept, clock.now())
    } catch (error) {
      // It stays kept, for the next opening.
      await note('correction kept', error)
      return view
    }
    correctionIn.value = true
    sync.soon()
    return local.records.read(id)
  }

  const loaded = readRecord(local, id).then(async (found) => {
    const view = amending ? found : await withCorrection(found)
    const held = view ? present(view.record.payload) : null
    const stored = amending && held ? await amendments.read(id) : null
    const amendment = amending && held ? stored ?? beginAmendment(held) : null
    if (amendment) bytes = [...amendment.bytes]
    reopened.value = !amending && Boolean(view && (view.record.edition > 1 || view.record.revision > 0))
    payload.value = amending ? amendment?.payload ?? null : held
    begun = stored ? stored.read : view?.record
    read = amendment ? { payload: amendment.payload, edition: amendment.edition ?? 0 } : view?.record
    stood = stored !== null
    missing.value = !view
    refusal.value = view?.entry?.state === 'refused' ? view.entry.codes : []
    wasReturned.value = view?.record.returned === true
  })

  /** Another device's version came, or another tab saved: what is shown follows it, unless something typed here is still to be saved. */
  function follow(view: HeldView | undefined): void {
    held.value = view ?? null
    const shown = payload.value
    if (view && shown && !amending && !closed && state.value === 'saved') catchUp(view)
  }

  /** Shows what stands now. What was handed in or voided elsewhere is not filled in here any more. */
  function catchUp({ record }: HeldView): void {
    if (record.edition <= (read?.edition ?? 0)) return
    read = record
    payload.value = present(record.payload)
    if (!editable(payload.value, false)) handedIn.value = closed = true
  }

  /** The same for a correction: another tab's word is shown, and that it is over, handed in or given up there. */
  function catchUpWith(kept: Amendment | null): void {
    if (!kept) {
      if (stood) handedIn.value = closed = true
    } else if ((kept.edition ?? 0) > (read?.edition ?? 0)) {
      read = { payload: kept.payload, edition: kept.edition ?? 0 }
      begun = kept.read
      bytes = [...kept.bytes]
      payload.value = present(kept.payload)
      stood = true
    }
  }
  void loaded.then(() => {
    if (gone) return
    const fail = (error: unknown) => { throw error }
    unfollow = !amending ? local.watch(() => local.records.read(id), follow, fail)
      : local.watch(() => amendments.read(id), (kept) => { if (!closed && state.value === 'saved') catchUpWith(kept) }, fail)
  })

  /**
   * Takes in what stands after a save, and gives what is saved of the form: where another tab's save was laid into it, the form
   * shows both; typed into meanwhile, it goes on from what it has, of no edition.
   */
  function take(content: Payload, saved: Read): Payload {
    const merged = saved.payload !== content
    const shows = merged && payload.value === content && !last
    read = merged && !shows ? { payload: content, edition: 0 } : saved
    if (shows) payload.value = present(saved.payload)
    return shows ? payload.value as Payload : content
  }

  async function write(): Promise<void> {
    if (!payload.value || (state.value !== 'dirty' && state.value !== 'failed')) return
    clearTimeout(timer)
    const content = payload.value
    // A picture that was taken out again need not find room.
    const fresh = bytes.filter(({ sha256 }) => content.photos.some((photo) => photo.sha256 === sha256))
    let stands = content
    state.value = 'saving'
    performance.mark('save:start')
    try {
      if (amending && !last) {
        const kept = await amendments.save(id, { payload: content, bytes: fresh, read: begun }, read ?? { payload: content, edition: 0 })
        bytes = [...bytes, ...kept.bytes.filter((each) => !fresh.includes(each))]
        begun = kept.read
        stood = true
        stands = take(content, kept)
      } else {
        const corrected = read?.payload ?? content
        stands = take(content, await local.records.save(content, fresh, clock.now(), amending ? begun : read))
        bytes = bytes.filter((each) => !fresh.includes(each))
        // It is handed in, whether or not its copy can be taken away.
        if (amending) await amendments.end(id, corrected).catch((error: unknown) => note('correction kept', error))
      }
      performance.mark('save:done')
      over()
      state.value = payload.value === stands ? 'saved' : 'dirty'
      sync.soon()
    } catch (error) {
      state.value = 'failed'
      timer = setTimeout(() => void flush(), retry)
      read = await failed(error, content, fresh, amending || last, clock.now(), read)
      await note('save failed', error)
    }
  }
  /** The log lies in the same store: when it cannot be written either, the screen's mark says enough. */
  const note = (what: string, error: unknown) =>
    local.events.note(what, error instanceof Error ? error.name : 'unknown', clock.now()).catch(() => undefined)

  /** Saves what is unsaved; resolves when it is on the disk, or has failed visibly. */
  const flush = (): Promise<void> => (saving = saving.then(write))

  function plan(): void {
    if (state.value !== 'dirty') dirtySince = clock.now()
    state.value = 'dirty'
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), Math.max(0, Math.min(rest, dirtySince + 2 * rest - clock.now())))
  }

  function change(part: Partial<Payload>): void {
    if (!payload.value || closed) return
    payload.value = { ...payload.value, ...part }
    plan()
  }

  /** Saves now rather than soon: a picture, a choice that costs much to repeat. */
  function changeNow(part: Partial<Payload>): Promise<void> {
    change(part)
    return flush()
  }

  /** Saves what is unsaved, and shows what another tab saved just now and was not heard of here yet. */
  async function settle(): Promise<void> {
    await flush()
    const view = amending ? undefined : await local.records.read(id)
    const kept = amending ? await amendments.read(id) : null
    if (state.value !== 'saved') return
    if (amending) catchUpWith(kept)
    else if (view) catchUp(view)
  }

  /**
   * Saves a last content, sealed or void, and takes no change after it: a late keystroke must not lay a draft over it.
   * Gives whether it is on the disk; when not, the draft is open again.
   */
  async function finish(make: (content: Payload) => Payload): Promise<boolean> {
    closed = true
    await settle()
    if (handedIn.value) return false
    if (payload.value && state.value === 'saved') {
      const before = payload.value
      payload.value = make(before)
      state.value = 'dirty'
      last = true
      await flush()
      if (isSaved()) return true
      payload.value = before
    }
    last = false
    closed = false
    return false
  }
  const isSaved = () => state.value === 'saved'

  /** Throws a correction away; the record stays as it was. */
  async function dropAmendment(): Promise<void> {
    forget()
    await saving
    await amendments.drop(id)
  }

  /** Forgets the draft without another save: it has been dropped from the store. */
  function forget(): void {
    closed = true
    trouble.value = null
    clearTimeout(timer)
    payload.value = null
  }

  function addBytes(made: Bytes): void {
    bytes.push(made)
  }
  /** A picture that is in no record yet: taken just now, or with a correction. */
  const bytesOf = (sha256: Sha256) => bytes.find((each) => each.sha256 === sha256)?.bytes

  const leaving = () => {
    if (document.visibilityState === 'hidden') void flush()
  }
  const unloading = () => void flush()
  document.addEventListener('visibilitychange', leaving)
  window.addEventListener('pagehide', unloading)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', leaving)
    window.removeEventListener('pagehide', unloading)
    void flush()
    gone = true
    unfollow()
  })

  return { payload, held, state, trouble, missing, reopened, correctionIn, handedIn, refusal, wasReturned, loaded, change, changeNow, addBytes, bytesOf, flush, settle, finish, forget, dropAmendment }
}

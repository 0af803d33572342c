import { shallowRef } from 'vue'
import type { Workplace } from '@/container'
import type { Payload } from '@/domain/document'
import type { Sha256 } from '@/domain/id'
import { isStorageFull } from '@/domain/storage'
import { noteFull } from '../storage/use-space'
import type { Bytes, Read } from './amendment'

/** Why what stands in a form is not on the disk, from the first save that failed until one succeeds. */
export interface SaveTrouble {
  readonly full: boolean
  /** How many new pictures found no room, where all else is saved; 0 where nothing is. */
  readonly pictures: number
  /** The pictures that are not on the disk. */
  readonly unsaved: readonly Sha256[]
}

/** A content without pictures that are not on the disk. */
const without = (content: Payload, fresh: readonly Bytes[]): Payload =>
  ({ ...content, photos: content.photos.filter(({ sha256 }) => !fresh.some((each) => each.sha256 === sha256)) })

/** Follows the saves of one form. */
export function useSaveTrouble(local: Workplace['local']) {
  const trouble = shallowRef<SaveTrouble | null>(null)
  /** What was saved last without its new pictures: once is enough. */
  let kept: Payload | null = null

  /** Saves all but the new pictures of a content that did not fit with them; gives what the form's content grew from then, null where nothing was saved. */
  async function keepText(content: Payload, fresh: readonly Bytes[], now: number, read: Read | undefined): Promise<Read | null> {
    const text = without(content, fresh)
    const saved = await local.records.save(text, [], now, read).catch(() => null)
    if (!saved) return null
    kept = content
    return saved.payload === text ? saved : { payload: text, edition: 0 }
  }

  /**
   * A save failed, with the pictures that went with it. `whole`: the content must be saved with them or not at all. Gives
   * what the form's content grew from now.
   */
  async function failed(error: unknown, content: Payload, fresh: readonly Bytes[], whole: boolean, now: number, read: Read | undefined): Promise<Read | undefined> {
    const full = isStorageFull(error)
    const isWanted = full && !whole && fresh.length > 0
    const text = isWanted && kept !== content ? await keepText(content, fresh, now, read) : null
    const isKept = isWanted && kept === content
    trouble.value = { full, pictures: isKept ? fresh.length : 0, unsaved: fresh.map(({ sha256 }) => sha256) }
    if (full) noteFull(true)
    return text ?? read
  }

  const over = () => {
    noteFull(false)
    trouble.value = null
    kept = null
  }
  return { trouble, failed, over }
}

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

  /** Saves all but the new pictures of a content that did not fit with them; gives whether that is on the disk. */
  async function keepText(content: Payload, fresh: readonly Bytes[], now: number, read: Read | undefined): Promise<boolean> {
    if (kept === content) return true
    const isKept = await local.records.save(without(content, fresh), [], now, read).then(() => true, () => false)
    if (isKept) kept = content
    return isKept
  }

  /**
   * A save failed, with the pictures that went with it. `whole`: the content must be saved with them or not at all.
   */
  async function failed(error: unknown, content: Payload, fresh: readonly Bytes[], whole: boolean, now: number, read?: Read): Promise<void> {
    const full = isStorageFull(error)
    const isKept = full && !whole && fresh.length > 0 && await keepText(content, fresh, now, read)
    trouble.value = { full, pictures: isKept ? fresh.length : 0, unsaved: fresh.map(({ sha256 }) => sha256) }
    if (full) noteFull(true)
  }

  const over = () => {
    noteFull(false)
    trouble.value = null
    kept = null
  }
  return { trouble, failed, over }
}

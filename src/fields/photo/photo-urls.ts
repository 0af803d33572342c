import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Sha256 } from '@/domain/id'

/**
 * Object addresses of pictures by hash, made when asked for and released with the screen. `load` gives the bytes, or
 * undefined when they are not to be had; that is remembered until the list changes.
 */
export function usePhotoUrls(
  wanted: Readonly<Ref<readonly { readonly sha256: Sha256; readonly type: string }[]>>,
  load: (sha256: Sha256) => Promise<Blob | ArrayBuffer | undefined>,
) {
  const urls = shallowRef<ReadonlyMap<Sha256, string | null>>(new Map())
  const underway = new Set<Sha256>()
  let gone = false

  watch(wanted, async (list) => {
    for (const { sha256, type } of list) {
      if (urls.value.get(sha256) || underway.has(sha256)) continue
      underway.add(sha256)
      const bytes = await load(sha256).finally(() => underway.delete(sha256))
      if (gone) return
      const url = bytes === undefined ? null : URL.createObjectURL(new Blob([bytes], { type }))
      urls.value = new Map([...urls.value, [sha256, url]])
    }
  }, { immediate: true })

  onScopeDispose(() => {
    gone = true
    for (const url of urls.value.values()) if (url) URL.revokeObjectURL(url)
  })
  return urls
}

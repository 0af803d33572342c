import { computed, ref, shallowRef } from 'vue'
import { isStorageFull, overfull, type Space } from '@/domain/storage'

const key = 'xingxun.storage-full'

/** Keeps whether the last save found no room: browsers that hide how much there is, as Chromium does, say it no sooner. */
export function noteFull(full: boolean): void {
  try {
    if (full) localStorage.setItem(key, '1')
    else localStorage.removeItem(key)
  } catch (error) {
    // The same disk: where not even this fits, the form itself says that it is full.
    if (!isStorageFull(error)) throw error
  }
}

/** What the browser says of the place on the disk; null until it has, or where it says nothing. */
export function useSpace() {
  const space = shallowRef<Space | null>(null)
  const wasFull = ref(false)
  async function look(): Promise<void> {
    wasFull.value = localStorage.getItem(key) !== null
    const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {}
    if (usage !== undefined && quota) space.value = { usage, quota }
  }
  void look()
  const isTight = computed(() => wasFull.value || (space.value !== null && overfull(space.value) > 0))
  const percent = computed(() => (space.value ? Math.min(100, Math.round((space.value.usage / space.value.quota) * 100)) : 0))
  return { space, isTight, wasFull, percent, look }
}

import { computed, shallowRef } from 'vue'
import { overfull, type Space } from '@/domain/storage'

/** What the browser says of the place on the disk; null until it has, or where it says nothing. */
export function useSpace() {
  const space = shallowRef<Space | null>(null)
  async function look(): Promise<void> {
    const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {}
    if (usage !== undefined && quota) space.value = { usage, quota }
  }
  void look()
  const isTight = computed(() => space.value !== null && overfull(space.value) > 0)
  const percent = computed(() => (space.value ? Math.min(100, Math.round((space.value.usage / space.value.quota) * 100)) : 0))
  return { space, isTight, percent, look }
}

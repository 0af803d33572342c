import { ref } from 'vue'
import { useWorkplace } from '@/container'
import type { Device } from '@/domain/device'

/**
 * Whether the store that this device had for the person is gone, and another stands in its place: a mark of it lies apart,
 * where the browser may have left it. A device that lost both is a new one, here and for the server.
 */
export function useCleared() {
  const { local } = useWorkplace()
  const cleared = ref(false)
  const key = `xingxun.store.${local.person}`

  async function look(): Promise<void> {
    const device = await local.preferences.get<Device>('device')
    const known = localStorage.getItem(key)
    if (known === null && device) localStorage.setItem(key, device.id)
    cleared.value = known !== null && known !== device?.id
  }
  void look()

  /** The person has read it: the store that is here now is the one to miss. */
  async function settle(): Promise<void> {
    cleared.value = false
    localStorage.setItem(key, (await local.device.read()).id)
  }
  return { cleared, settle }
}

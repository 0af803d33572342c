import type { Workplace } from '@/container'
import { isStorageFull } from '@/domain/storage'

/**
 * Keeps an answer of the server's, to be shown when there is none. The person may have left while it was on its way: then
 * it is nobody's any more, and is not kept; nor is it on a full disk, which is for records.
 */
export async function keepAnswer({ preferences }: Pick<Workplace['local'], 'preferences'>, key: string, answer: unknown): Promise<void> {
  try {
    await preferences.set(key, answer)
  } catch (error) {
    if (!isStorageFull(error) && !(error instanceof Error && error.name === 'DatabaseClosedError')) throw error
  }
}

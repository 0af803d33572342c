import type { Workplace } from '@/container'

/**
 * Keeps an answer of the server's, to be shown when there is none. The person may have left while it was on its way: then
 * it is nobody's any more, and is not kept.
 */
export async function keepAnswer({ preferences }: Pick<Workplace['local'], 'preferences'>, key: string, answer: unknown): Promise<void> {
  try {
    await preferences.set(key, answer)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'DatabaseClosedError') throw error
  }
}

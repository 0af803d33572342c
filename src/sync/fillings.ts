import { waitingFillingsKey, type FillingTime } from '@/domain/filling'
import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { done, stopsRound, type Outcome } from './outcome'

export interface FillingParts {
  readonly local: Pick<Local, 'preferences'>
  readonly remote: Pick<Remote, 'putFillings'>
}

/** As many as the server takes at once. */
const most = 20

/**
 * Sends how long fillings took. They are forgotten before they leave, and kept again only where the line, the session or
 * the server failed: better one too few than one twice. Nothing waits for them, so the round always goes on.
 */
export async function sendFillings({ local: { preferences }, remote }: FillingParts): Promise<Outcome> {
  const batch = (await preferences.get<readonly FillingTime[]>(waitingFillingsKey) ?? []).slice(0, most)
  if (batch.length === 0) return done
  await preferences.update<readonly FillingTime[]>(waitingFillingsKey, (now = []) => now.slice(batch.length))
  const answer = await remote.putFillings(batch)
  if (!answer.ok && stopsRound(answer.failure))
    await preferences.update<readonly FillingTime[]>(waitingFillingsKey, (now = []) => [...batch, ...now])
  return done
}

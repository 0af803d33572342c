import { waitingFillingsKey, type FillingTime } from '@/domain/filling'
import type { Failure } from '@/domain/failure'
import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { done, type Outcome } from './outcome'

export interface FillingParts {
  readonly local: Pick<Local, 'preferences'>
  readonly remote: Pick<Remote, 'putFillings'>
}

/** As many as the server takes at once. */
const most = 20

/** The server turned it away at the door: certainly none was taken. Any other failure may come after they were. */
const wasTurnedAway = ({ code, retryAfter }: Failure): boolean =>
  code === 'signedOut' || code === 'updateRequired' || (code === 'busy' && retryAfter !== undefined)

/**
 * Sends how long fillings took. They are forgotten before they leave, and kept again only where the server certainly took
 * none: better one too few than one twice. Nothing waits for them, so the round always goes on.
 */
export async function sendFillings({ local: { preferences }, remote }: FillingParts): Promise<Outcome> {
  const batch = (await preferences.get<readonly FillingTime[]>(waitingFillingsKey) ?? []).slice(0, most)
  if (batch.length === 0) return done
  await preferences.update<readonly FillingTime[]>(waitingFillingsKey, (now = []) => now.slice(batch.length))
  const answer = await remote.putFillings(batch)
  if (!answer.ok && wasTurnedAway(answer.failure))
    await preferences.update<readonly FillingTime[]>(waitingFillingsKey, (now = []) => [...batch, ...now])
  return done
}

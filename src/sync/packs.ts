import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { done, stopped, stopsRound, type Outcome } from './outcome'

export interface PackParts {
  readonly local: Pick<Local, 'packs'>
  readonly remote: Pick<Remote, 'referencePack'>
}

/** Brings the packs of these keys, and all held ones, up to date. A key the server refuses is left as it was. */
export async function refreshPacks({ local, remote }: PackParts, keys: readonly string[]): Promise<Outcome> {
  const held = await local.packs.versions()
  for (const key of new Set([...keys, ...held.keys()])) {
    const answer = await remote.referencePack(key, held.get(key) ?? null)
    if (answer.ok && answer.value) await local.packs.put(key, answer.value)
    if (!answer.ok && stopsRound(answer.failure)) return stopped(answer.failure)
  }
  return done
}

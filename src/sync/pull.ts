import { parse } from '@/domain/document'
import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { done, stopped, type Outcome } from './outcome'

const scope = 'own'

export interface PullParts {
  readonly local: Pick<Local, 'records' | 'cursors'>
  readonly remote: Pick<Remote, 'pullOwn'>
  readonly now: () => number
}

/** Takes in own documents changed on the server, page by page; the cursor moves only after its page is kept. */
export async function pullOwn({ local, remote, now }: PullParts): Promise<Outcome> {
  for (;;) {
    const answer = await remote.pullOwn(await local.cursors.get(scope))
    if (!answer.ok) return stopped(answer.failure)
    for (const pulled of answer.value.documents) await local.records.accept(pulled, parse(pulled.text), now())
    await local.cursors.put(scope, answer.value.cursor)
    if (answer.value.complete) return done
  }
}

/** What a crowd of phones was answered. */
export interface Answers {
  /** Milliseconds of each push that was answered with 200. */
  readonly batches: number[]
  /** How often each status came; 0 for no answer. */
  readonly statuses: Map<number, number>
}

export const noAnswers = (): Answers => ({ batches: [], statuses: new Map() })

/** A fetch that writes down what came back. */
export const watchedFetch = ({ batches, statuses }: Answers): typeof fetch => async (input, init) => {
  const count = (status: number) => void statuses.set(status, (statuses.get(status) ?? 0) + 1)
  const start = performance.now()
  try {
    const answer = await fetch(input, init)
    count(answer.status)
    if (answer.ok && String(input).endsWith('/rpc/push')) batches.push(performance.now() - start)
    return answer
  } catch (error) {
    count(0)
    throw error
  }
}

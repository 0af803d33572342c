export interface Queue<Work, Result> {
  /**
   * Gives the result of the work, or null at once when the queue is full. Work whose signal is aborted while it
   * waits is dropped and gives null too.
   */
  add(work: Work, signal?: AbortSignal): Promise<Result | null>
}

export interface QueueBounds {
  readonly underWay: number
  readonly waiting: number
}

const defaultBounds: QueueBounds = { underWay: 64, waiting: 256 }

/** A queue that refuses rather than grows: an overloaded server that answers late serves nobody. */
export function createQueue<Work, Result>(
  run: (id: number, work: Work) => Promise<Result>, bounds: QueueBounds = defaultBounds,
): Queue<Work, Result> {
  interface Entry {
    readonly work: Work
    readonly settle: (result: Result | null) => void
    readonly fail: (error: unknown) => void
  }
  const waiting: Entry[] = []
  let underWay = 0
  let nextId = 1

  const start = ({ work, settle, fail }: Entry): void => {
    underWay += 1
    const id = nextId
    nextId += 1
    run(id, work).then(settle, fail).finally(() => {
      underWay -= 1
      const next = waiting.shift()
      if (next !== undefined) start(next)
    })
  }

  return {
    add: (work, signal) => new Promise((settle, fail) => {
      const entry: Entry = { work, settle, fail }
      if (underWay < bounds.underWay) {
        start(entry)
        return
      }
      if (waiting.length >= bounds.waiting) {
        settle(null)
        return
      }
      waiting.push(entry)
      signal?.addEventListener('abort', () => {
        const place = waiting.indexOf(entry)
        if (place < 0) return
        waiting.splice(place, 1)
        settle(null)
      }, { once: true })
    }),
  }
}

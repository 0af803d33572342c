import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { success, type Result } from '../../src/domain/failure.ts'
import type { MadePhoto } from '../../src/domain/photo.ts'
import { createPhotoMaker } from '../../src/photos/make-photo.ts'
import type { MakeRequest, WorkerMessage } from '../../src/photos/worker-message.ts'

vi.mock('../../src/photos/start-worker.ts', () => ({ startPhotoWorker: () => { throw new Error('not in this test') } }))

class FakeWorker {
  readonly asked: MakeRequest[] = []
  terminated = false
  onmessage: ((event: { data: WorkerMessage }) => void) | null = null
  onerror: ((event: unknown) => void) | null = null
  postMessage(request: MakeRequest) { this.asked.push(request) }
  terminate() { this.terminated = true }
  say(message: WorkerMessage) { this.onmessage?.({ data: message }) }
  finish(result: Result<MadePhoto> = made) { this.say({ type: 'done', result }) }
}

const made = success({ width: 1 } as MadePhoto)
const file = new Blob(['x'])

describe('the photo maker', () => {
  const workers: FakeWorker[] = []
  const maker = () => createPhotoMaker({
    startWorker: () => {
      const worker = new FakeWorker()
      workers.push(worker)
      return worker as unknown as Worker
    },
    supported: () => true,
  })
  const settled = () => vi.advanceTimersByTimeAsync(0)
  const worker = (index: number) => {
    const found = workers[index]
    if (found === undefined) throw new Error(`no worker ${index}`)
    return found
  }

  beforeEach(() => {
    workers.length = 0
    vi.useFakeTimers()
  })
  afterEach(() => vi.useRealTimers())

  it('starts no worker before the first picture', () => {
    maker()

    expect(workers).toHaveLength(0)
  })

  it('hands the file over as it is, one at a time, to one worker', async () => {
    const { make } = maker()
    const first = make(file, ['一'])
    const second = make(file, ['二'])
    await settled()
    expect(worker(0).asked).toEqual([{ file, stamp: ['一'] }])

    worker(0).say({ type: 'ready' })
    worker(0).finish()
    expect(await first).toEqual(made)
    await settled()
    expect(worker(0).asked[0]?.file).toBe(file)
    expect(worker(0).asked[1]?.stamp).toEqual(['二'])

    worker(0).finish()
    expect(await second).toEqual(made)
    expect(workers).toHaveLength(1)
  })

  it('drops an idle worker after a minute and makes another when needed', async () => {
    const { make } = maker()
    const first = make(file, [])
    await settled()
    worker(0).finish()
    await first

    await vi.advanceTimersByTimeAsync(59_000)
    expect(worker(0).terminated).toBe(false)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(worker(0).terminated).toBe(true)

    void make(file, [])
    await settled()
    expect(workers).toHaveLength(2)
  })

  it('says unsupported when the worker’s module never runs', async () => {
    const asked = maker().make(file, [])
    await settled()

    worker(0).onerror?.({})

    expect(await asked).toEqual({ ok: false, failure: { code: 'unreadable', detail: 'unsupported' } })
  })

  it('says unsupported without starting anything where the browser lacks the canvas', async () => {
    const startWorker = vi.fn()

    const asked = createPhotoMaker({ startWorker, supported: () => false }).make(file, [])

    expect(await asked).toEqual({ ok: false, failure: { code: 'unreadable', detail: 'unsupported' } })
    expect(startWorker).not.toHaveBeenCalled()
  })

  it('goes on with a new worker after one crashed or fell silent', async () => {
    const { make } = maker()
    const first = make(file, ['一'])
    const second = make(file, ['二'])
    const third = make(file, ['三'])
    await settled()

    worker(0).say({ type: 'ready' })
    worker(0).onerror?.({})
    expect(await first).toMatchObject({ failure: { code: 'unreadable', detail: 'crashed' } })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await second).toMatchObject({ failure: { code: 'unreadable', detail: 'no answer' } })
    await settled()
    worker(2).finish()

    expect(await third).toEqual(made)
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, false])
  })
})

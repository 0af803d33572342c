import { nextTick, ref } from 'vue'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { failed, success, type Result } from '../../../src/domain/failure.ts'
import { keepFew } from '../../../src/features/dashboard/keep-few.ts'
import { widestScope } from '../../../src/features/dashboard/scope.ts'
import { useAnswer } from '../../../src/features/dashboard/use-answer.ts'
import { whenSeen } from '../../../src/features/dashboard/use-live.ts'
import { useViews } from '../../../src/features/dashboard/board/use-views.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId } from '../../make/payload.ts'
import { onPage } from './on-page.ts'

interface Said { readonly at: string }

function makeArea(device: FakeDevice) {
  const area = ref<number | null>(7)
  const scope = ref(widestScope)
  const changes: object[] = []
  const at = { area, scope, change: async (part: object) => changes.push(part) } as unknown as Parameters<typeof useAnswer>[0]['at']
  const answers: Record<string, Result<Said>> = {}
  const asked: string[] = []
  const key = () => (area.value === null ? null : `board/${area.value}`)
  const page = () => onPage(device.local, {}, () => useAnswer<Said>({ at, key, ask: async (_reports, of) => {
    asked.push(String(of))
    return answers[of] ?? failed('offline')
  } }))
  return { area, scope, changes, answers, asked, page }
}

describe('an answer about an area', () => {
  it('is kept, and shown with its age where there is no network', async () => {
    const device = new FakeDevice(authorId)
    const first = makeArea(device)
    first.answers[7] = success({ at: '2026-05-01T00:00:00Z' })
    const online = first.page()
    await vi.waitFor(() => expect(online.answer.value).toEqual({ at: '2026-05-01T00:00:00Z' }))
    await vi.waitFor(async () => expect(await device.local.preferences.get('board/7')).toEqual({ at: '2026-05-01T00:00:00Z' }))

    const offline = makeArea(device).page()
    await vi.waitFor(() => expect(offline.failure.value?.code).toBe('offline'))

    expect(offline.answer.value).toEqual({ at: '2026-05-01T00:00:00Z' })
    expect(offline.busy.value).toBe(false)
  })

  it('is shown before it is kept, for the device may have no room', async () => {
    const { local } = new FakeDevice(authorId)
    const at = { area: ref(7), scope: ref(widestScope), change: async () => {} } as unknown as Parameters<typeof useAnswer>[0]['at']
    const page = onPage(local, {}, () => useAnswer<Said>({
      at, key: () => 'board/7', ask: async () => success({ at: 'now' }), keep: () => new Promise(() => {}),
    }))

    await vi.waitFor(() => expect(page.answer.value).toEqual({ at: 'now' }))
    expect(page.busy.value).toBe(false)
  })

  it('is kept in its place, and the newer of two that were kept is shown', async () => {
    const { local } = new FakeDevice(authorId)
    const at = { area: ref(7), scope: ref(widestScope), change: async () => {} } as unknown as Parameters<typeof useAnswer>[0]['at']
    let given: Result<Said> = success({ at: '2026-05-02T00:00:00Z' })
    const page = () => onPage(local, {}, () => useAnswer<Said>({
      at, key: () => 'board/7', place: () => 'view/a/7', fallback: () => 'board/7', ask: async () => given,
    }))
    await local.preferences.set('board/7', { at: '2026-05-01T00:00:00Z' })
    page()
    await vi.waitFor(async () => expect(await local.preferences.get('view/a/7')).toEqual({ at: '2026-05-02T00:00:00Z' }))
    given = failed('offline')
    const offline = page()
    await vi.waitFor(() => expect(offline.failure.value?.code).toBe('offline'))
    expect(offline.answer.value).toEqual({ at: '2026-05-02T00:00:00Z' })
    await local.preferences.set('board/7', { at: '2026-05-03T00:00:00Z' })
    const later = page()
    await vi.waitFor(() => expect(later.failure.value?.code).toBe('offline'))

    expect(later.answer.value).toEqual({ at: '2026-05-03T00:00:00Z' })
  })

  it('is not asked for again where only its place becomes another', async () => {
    const { local } = new FakeDevice(authorId)
    const at = { area: ref(7), scope: ref(widestScope), change: async () => {} } as unknown as Parameters<typeof useAnswer>[0]['at']
    const place = ref('board/7')
    let asked = 0
    const page = onPage(local, {}, () => useAnswer<Said>({
      at, key: () => 'board/7', place: () => place.value, ask: async () => {
        asked += 1
        return success({ at: 'now' })
      },
    }))
    await vi.waitFor(() => expect(page.answer.value).toEqual({ at: 'now' }))
    place.value = 'view/a/7'
    await nextTick()

    expect(asked).toBe(1)
  })

  it('is nothing where none came and none was kept, even after another area', async () => {
    const parts = makeArea(new FakeDevice(authorId))
    parts.answers[7] = success({ at: 'seven' })
    const page = parts.page()
    await vi.waitFor(() => expect(page.answer.value).toEqual({ at: 'seven' }))

    parts.area.value = 8
    await vi.waitFor(() => expect(page.failure.value?.code).toBe('offline'))

    expect(page.answer.value).toBeNull()
  })

  it('is the one to the newest question', async () => {
    const parts = makeArea(new FakeDevice(authorId))
    let late = (_said: Result<Said>) => {}
    parts.answers[8] = success({ at: 'eight' })
    const page = parts.page()
    await vi.waitFor(() => expect(page.failure.value?.code).toBe('offline'))
    parts.answers[7] = new Promise((resolve) => (late = resolve)) as never
    void page.load()
    parts.area.value = 8
    await vi.waitFor(() => expect(page.answer.value).toEqual({ at: 'eight' }))
    late(success({ at: 'seven' }))
    await nextTick()
    await new Promise((resolve) => setTimeout(resolve, 20))

    expect(page.answer.value).toEqual({ at: 'eight' })
  })

  it('comes again with the network', async () => {
    const parts = makeArea(new FakeDevice(authorId))
    const page = parts.page()
    await vi.waitFor(() => expect(page.failure.value?.code).toBe('offline'))
    parts.answers[7] = success({ at: 'now' })
    dispatchEvent(new Event('online'))

    await vi.waitFor(() => expect(page.answer.value).toEqual({ at: 'now' }))
    expect(page.failure.value).toBeNull()
  })

  it('goes back to the reader’s own area where another’s was asked for', async () => {
    const parts = makeArea(new FakeDevice(authorId))
    parts.scope.value = { ...widestScope, area: 7 }
    parts.answers[7] = failed('forbidden')
    parts.page()

    await vi.waitFor(() => expect(parts.changes).toEqual([{ area: null, organisation: null }]))
  })
})

describe('what is done for whoever looks', () => {
  it('waits while nobody does, and is done once then', () => {
    let state = 'hidden'
    vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => state as DocumentVisibilityState)
    onTestFinished(() => void vi.restoreAllMocks())
    let done = 0
    const seen = whenSeen(() => (done += 1))
    seen.run()
    seen.run()
    expect(done).toBe(0)
    state = 'visible'
    document.dispatchEvent(new Event('visibilitychange'))
    expect(done).toBe(1)
    seen.run()
    seen.end()

    expect(done).toBe(2)
  })
})

describe('answers that are kept', () => {
  it('are the newest two dozen', async () => {
    const { local } = new FakeDevice(authorId)
    for (let n = 0; n < 30; n += 1) await keepFew(local, `board/${n}`, { n })
    await keepFew(local, 'board/6', { n: 66 })
    await keepFew(local, 'board/30', { n: 30 })
    const held = await Promise.all(Array.from({ length: 31 }, (_, n) => local.preferences.get(`board/${n}`)))

    expect(held.flatMap((each, n) => (each ? [n] : []))).toEqual([6, ...Array.from({ length: 23 }, (_, n) => n + 8)])
    expect(held[6]).toEqual({ n: 66 })
  })

  it('stand in the list too where several are kept at once', async () => {
    const { local } = new FakeDevice(authorId)
    await Promise.all(Array.from({ length: 30 }, (_, n) => keepFew(local, `board/${n}`, { n })))
    const held = await Promise.all(Array.from({ length: 30 }, (_, n) => local.preferences.get(`board/${n}`)))

    expect(held.filter((each) => each !== undefined && each !== null)).toHaveLength(24)
  })
})

describe('saved views', () => {
  it('are known as soon as the device was read, before the server says anything', async () => {
    const device = new FakeDevice(authorId)
    const page = onPage(device.local, { views: () => new Promise(() => {}) }, useViews)
    expect(page.known.value).toBe(false)

    await vi.waitFor(() => expect(page.known.value).toBe(true))
  })

  it('are those of the server, and without a network those it last said', async () => {
    const device = new FakeDevice(authorId)
    const online = onPage(device.local, { views: async () => success([{ id: 'a', name: '例会', query: 'cards=trend' }]) }, useViews)
    await online.loaded
    const offline = onPage(device.local, { views: async () => failed('offline') }, useViews)
    await offline.loaded

    expect(offline.views.value.map(({ name }) => name)).toEqual(['例会'])
  })

  it('are replaced by one of their name, and stay as they are where the server refuses', async () => {
    const device = new FakeDevice(authorId)
    const put: object[] = []
    let answer: Result<void> = success(undefined)
    const page = onPage(device.local, {
      views: async () => success([{ id: 'a', name: '例会', query: '' }]),
      putView: async (view: object) => {
        put.push(view)
        return answer
      },
    }, useViews)
    await page.loaded
    await page.save('例会', 'measure=visits')
    await page.save('年报', 'period=year')
    answer = failed('offline')
    await page.save('没有', '')

    expect(put.slice(0, 2)).toEqual([{ id: 'a', name: '例会', query: 'measure=visits' }, { id: 'made', name: '年报', query: 'period=year' }])
    expect(page.views.value.map(({ name, query }) => `${name} ${query}`)).toEqual(['例会 measure=visits', '年报 period=year'])
  })

  it('stay readable without a network on this device alone, five at most', async () => {
    const device = new FakeDevice(authorId)
    const page = onPage(device.local, { views: async () => success([]), dropView: async () => success(undefined) }, useViews)
    await page.loaded
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await page.keepOffline(id, true)
    await page.drop('c')
    const again = onPage(device.local, { views: async () => failed('offline') }, useViews)
    await again.loaded

    expect([...again.offline.value]).toEqual(['f', 'e', 'd', 'b'])
  })
})

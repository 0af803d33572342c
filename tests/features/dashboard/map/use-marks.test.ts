import { ref } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { Marks, MarksQuestion, View } from '../../../../src/domain/board.ts'
import { success, type Result } from '../../../../src/domain/failure.ts'
import { useMarks, type MarksAbout } from '../../../../src/features/dashboard/map/use-marks.ts'
import { FakeDevice } from '../../../fakes/fake-device.ts'
import { authorId } from '../../../make/payload.ts'
import { onPage } from '../on-page.ts'

const about = (area: number): MarksAbout =>
  ({ area, from: '2026-01-01', to: '2026-03-31', kind: null, status: 'all', side: 'host', organisation: null })
const province: View = [100, 20, 110, 30]
const county: View = [104, 24, 105, 25]

const marksFor = ({ area, view }: MarksQuestion): Marks => ({
  at: `${area} from ${Math.floor(view[0])}`, grid: 26, kinds: [], x: [], y: [], kind: [], count: [], ids: [], titles: [], placed: 0, unplaced: 0,
})

/** A map that tells what it shows, and a server that answers each question with what it was asked. */
function makeMap(answer: (question: MarksQuestion) => Promise<Result<Marks>> = async (question) => success(marksFor(question))) {
  const device = new FakeDevice(authorId)
  const [question, fitted] = [ref(about(1)), ref(1)]
  const asked: MarksQuestion[] = []
  const map = onPage(device.local, {
    marks: async (one: MarksQuestion) => {
      asked.push(one)
      return answer(one)
    },
  }, () => useMarks(question, () => fitted.value === question.value.area))
  const kept = (area: number) => device.local.preferences.get<Marks>(`marks/${JSON.stringify(about(area))}`)
  return { question, fitted, asked, map, kept }
}

describe('the marks of a map', () => {
  it('are kept as they show the whole area, not as the area before was looked at', async () => {
    const { question, fitted, asked, map, kept } = makeMap()
    map.look(province, 6)
    await vi.waitFor(async () => expect((await kept(1))?.at).toBe('1 from 97'))

    question.value = about(2)
    await vi.waitFor(() => expect(map.marks.value?.at).toBe('2 from 97'))
    expect(await kept(2)).toBeUndefined()
    fitted.value = 2
    map.look(county, 9)
    await vi.waitFor(() => expect(map.marks.value?.at).toBe('2 from 103'))

    await vi.waitFor(async () => expect((await kept(2))?.at).toBe('2 from 103'))
    expect(asked).toHaveLength(3)
  })

  it('are kept where the view does not change, without asking again', async () => {
    const { question, fitted, asked, map, kept } = makeMap()
    map.look(province, 6)
    await vi.waitFor(() => expect(map.ready.value).toBe(true))
    question.value = about(2)
    await vi.waitFor(() => expect(map.marks.value?.at).toBe('2 from 97'))
    fitted.value = 2
    map.look(province, 6)

    await vi.waitFor(async () => expect((await kept(2))?.at).toBe('2 from 97'))
    expect(asked).toHaveLength(2)
  })

  it('are not kept where the map came to the area only while they were under way', async () => {
    const late: (() => void)[] = []
    const { question, fitted, map, kept } = makeMap((one) => new Promise((resolve) => late.push(() => resolve(success(marksFor(one))))))
    question.value = about(2)
    map.look(province, 6)
    await vi.waitFor(() => expect(late).toHaveLength(1))
    fitted.value = 2
    late[0]?.()
    await vi.waitFor(() => expect(map.marks.value?.at).toBe('2 from 97'))

    expect(await kept(2)).toBeUndefined()
  })

  it('stay as they were kept when the map is moved', async () => {
    const { fitted, map, kept } = makeMap()
    map.look(province, 6)
    await vi.waitFor(async () => expect((await kept(1))?.at).toBe('1 from 97'))
    fitted.value = 0
    map.look(county, 9)
    await vi.waitFor(() => expect(map.marks.value?.at).toBe('1 from 103'))

    expect((await kept(1))?.at).toBe('1 from 97')
  })

  it('are kept anew with every answer to the same question', async () => {
    let round = 0
    const { map, kept } = makeMap(async (one) => success({ ...marksFor(one), at: `answer ${round += 1}` }))
    map.look(province, 6)
    await vi.waitFor(async () => expect((await kept(1))?.at).toBe('answer 1'))

    await map.load()

    expect((await kept(1))?.at).toBe('answer 2')
  })
})

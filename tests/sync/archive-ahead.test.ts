// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { failed } from '../../src/domain/failure.ts'
import type { ArchiveSource } from '../../src/domain/archive.ts'
import type { Archive } from '../../src/local/archive.ts'
import { makeArchivePace, pullArchives, type ArchiveParts } from '../../src/sync/archive.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { makeArchived } from '../make/archived.ts'
import { authorId } from '../make/payload.ts'

const months = ['2026-05', '2026-04', '2026-03', '2026-02', '2026-01']
/** What was asked for, and written, in this order. */
let order: string[]
/** The most answers that were under way at once. */
let together: number
/** The answers that are under way now. */
let underWay: number
let archive: Archive
let pace: ReturnType<typeof makeArchivePace>
let cut: string | null

/** Five months that are said to have 600 records each, so that an answer holds no two of them. */
function source(remote: FakeRemote): ArchiveSource {
  return {
    pullArchive: (...asked) => remote.pullArchive(...asked),
    async archiveMonths(organisation) {
      const answer = await remote.archiveMonths(organisation)
      return answer.ok ? { ok: true, value: { ...answer.value, months: answer.value.months.map((each) => ({ ...each, count: 600 })) } } : answer
    },
    async archiveRecords(organisation, wanted, ...page) {
      order.push(`ask ${wanted.join()}`)
      underWay += 1
      together = Math.max(together, underWay)
      await new Promise((resolve) => setTimeout(resolve, 5))
      const answer = cut === wanted.join() ? failed('offline') : await remote.archiveRecords(organisation, wanted, ...page)
      underWay -= 1
      return answer
    },
  }
}

let parts: ArchiveParts
let now: number

beforeEach(async () => {
  const server = new ModelServer()
  months.forEach((month, n) => server.archive.put(makeArchived(n, `${month}-02`)))
  const local = await new FakeDevice(authorId).local.archive()
  archive = {
    ...local,
    replace: (organisation, written, ...more) => {
      if (written.length > 0) order.push(`write ${written.join()}`)
      return local.replace(organisation, written, ...more)
    },
  }
  ;[order, together, underWay, cut, pace, now] = [[], 0, 0, null, makeArchivePace(), Date.parse('2026-05-08T01:00:00Z')]
  parts = {
    archive, remote: source(new FakeRemote(server, authorId)), organisations: () => [121], hash: hashText, pace, now: () => now, wanted: () => false,
  }
})

const held = async () => [...(await archive.months(121)).keys()].sort().reverse()

describe('months that are asked for ahead', () => {
  it('[A9] come while those before are written, one answer at a time on a line that is not known to be quick', async () => {
    await pullArchives({ ...parts, now: () => (now += 6_000) })

    expect(order.slice(0, 4)).toEqual(['ask 2026-05', 'ask 2026-04', 'write 2026-05', 'ask 2026-03'])
    expect(together).toBe(1)
    expect(await held()).toEqual(months)
  })

  it('[A9] come three at once where answers come quickly, and are written newest first', async () => {
    await pullArchives(parts)

    expect(together).toBe(3)
    expect(order.filter((each) => each.startsWith('write'))).toEqual(months.map((month) => `write ${month}`))
    expect(await held()).toEqual(months)
  })

  it('[A8] are asked for again where one before them was cut, and nothing that was written', async () => {
    pace.brisk = true
    cut = '2026-04'

    await pullArchives(parts)
    expect(underWay).toBe(0)
    expect(await held()).toEqual(['2026-05'])
    expect(pace).toMatchObject({ size: 500, brisk: false })
    ;[order, cut] = [[], null]
    now += 5 * 60_000
    await pullArchives(parts)

    expect(order.filter((each) => each.startsWith('ask'))).toEqual(months.slice(1).map((month) => `ask ${month}`))
    expect(await held()).toEqual(months)
  })

  it('[A7] are asked for no more once something is to be sent; what came is kept', async () => {
    await pullArchives({ ...parts, wanted: () => order.length >= 2 })

    expect(order).toEqual(['ask 2026-05', 'ask 2026-04', 'write 2026-05', 'write 2026-04'])
    expect(await held()).toEqual(['2026-05', '2026-04'])
  })

  it('[K8] end where the disk has no room for a month', async () => {
    pace.brisk = true
    const full = new Set(['2026-04'])

    await pullArchives({ ...parts, archive: {
      ...archive, replace: async (organisation, written, ...more) => !written.some((month) => full.has(month)) && archive.replace(organisation, written, ...more),
    } })

    expect(await held()).toEqual(['2026-05'])
    expect((await archive.marks())[121]).toMatchObject({ missing: [], full: true })
  })
})

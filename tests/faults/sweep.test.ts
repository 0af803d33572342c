// @vitest-environment node
import { beforeAll, expect, it } from 'vitest'
import { seeded } from '../make/random.ts'
import { isClean } from './oracle.ts'
import { casesOf, discover, nameOf, sweepCase } from './sweep.ts'

/** `npm run faults:sweep` plays every case; here are some, others with every seed. */
const cases = 40
const seed = 20260508

let points: readonly string[]
beforeAll(async () => {
  points = await discover()
}, 60_000)

it('passes every request of a round and a write to every store', async () => {
  const wholes = points.map((point) => point.split('/').at(-1)?.replace(/#\d+$/, '') ?? '')

  expect([...new Set(wholes.filter((name) => !name.includes(':')))].sort())
    .toEqual(['archive', 'fillings', 'ledger', 'pack', 'photo', 'plan', 'pull', 'push'])
  expect([...new Set(wholes.filter((name) => name.startsWith('write:')).map((name) => name.slice(6)))].sort())
    .toEqual(['archive', 'archiveTexts', 'cursors', 'documents', 'events', 'lineLog', 'packs', 'people', 'photoBytes', 'photos', 'preferences', 'texts'])
  expect(wholes.filter((name) => name.startsWith('commit:')).length).toBeGreaterThan(100)
  expect(new Set(points).size).toBe(points.length)
})

it('passes the same failpoints every time', async () => {
  expect(await discover()).toEqual(points)
}, 60_000)

it('[R1] whatever single fault strikes, everything saved arrives once and unaltered, and a refused save was not reported', async () => {
  const all = points.flatMap(casesOf)
  const random = seeded(seed)
  for (let n = 0; n < cases; n += 1) {
    const each = all[Math.floor(random() * all.length)] as (typeof all)[number]
    const found = await sweepCase(each)
    expect(isClean(found), `npm run faults:sweep -- --only '${nameOf(each)}': ${JSON.stringify(found)}`).toBe(true)
  }
}, 600_000)

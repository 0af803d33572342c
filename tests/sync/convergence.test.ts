// @vitest-environment node
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DocumentId, Sha256 } from '../../src/domain/id.ts'
import { parse } from '../../src/domain/document.ts'
import { authorId } from '../make/payload.ts'
import { carryOut, commands, makeWorld, marksOf, type Phone, type World } from './schedule-of-faults.ts'

const sha256Of = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')

/** Nothing altered, nothing twice, and no revision forgets what the one before it said. */
function checkServer({ server }: World): void {
  for (const { revisions } of server.documents.values()) {
    const marks = revisions.map(({ text }) => marksOf(parse(text)))
    expect(revisions.map(({ sha256 }) => sha256)).toEqual(revisions.map(({ text }) => sha256Of(text)))
    expect(revisions.map(({ revision }) => revision)).toEqual(
      [...new Set(revisions.map(({ revision }) => revision))].sort((a, b) => a - b))
    for (const [n, later] of marks.entries()) expect(later.slice(0, marks[n - 1]?.length ?? 0)).toEqual(marks[n - 1] ?? [])
  }
  for (const [name, { bytes }] of server.pictures)
    if (bytes) expect(sha256Of(new Uint8Array(bytes))).toBe(name.split('/')[1])
}

/** The newest save of this phone is on the server, or stands refused where its author sees it. */
async function checkRecord({ server, phones }: World, { device, saved }: Phone, id: DocumentId): Promise<void> {
  const view = await device.local.records.read(id)
  const head = server.head(id)
  if (!view) {
    expect(saved.has(id)).toBe(false)
    return
  }
  const mark = saved.get(id)
  if (view.entry) {
    expect(view.entry.state).toBe('refused')
    expect(view.entry.codes.length).toBeGreaterThan(0)
    // Nobody is in conflict with themselves.
    if (phones.filter((phone) => phone.saved.has(id)).length < 2) expect(view.entry.codes).not.toContain('conflict')
    expect(marksOf(view.record.payload)).toContain(mark)
    return
  }
  expect(marksOf(view.record.payload)).toEqual(head && marksOf(head))
  if (mark) expect(head && marksOf(head)).toContain(mark)
  for (const { sha256 } of view.record.payload.photos) await checkPhoto({ server }, device.local, id, sha256)
}

async function checkPhoto(
  { server }: Pick<World, 'server'>, local: Phone['device']['local'], id: DocumentId, sha256: Sha256,
): Promise<void> {
  if (!(await local.records.photo(id, sha256))) return
  const state = (await local.records.read(id))?.photos.get(sha256)?.state
  expect([server.pictures.get(`${id}/${sha256}`)?.state, state]).toEqual(['verified', 'verified'])
}

/** A soak sets these: more schedules, or the seed of a failure to see it again. */
const numRuns = Number(process.env['SCHEDULES'] ?? 200)
const seed = process.env['SEED']

it('[R1] whatever fails on the way, every saved record arrives once and unaltered, or stands refused in sight', async () => {
  let conflicts = 0
  let applied = 0
  await fc.assert(fc.asyncProperty(commands, async (schedule) => {
    const world = makeWorld()
    await carryOut(world, schedule)

    checkServer(world)
    for (const phone of world.phones) {
      for (const { record } of await phone.device.local.records.list()) {
        await checkRecord(world, phone, record.payload.id)
        if ((await phone.device.local.records.read(record.payload.id))?.entry) conflicts += 1
      }
      for (const id of phone.saved.keys()) expect(await phone.device.local.records.read(id)).toBeDefined()
      // [G9] Nothing that a phone numbered is said to have got lost.
      expect(world.server.missing(authorId, (await phone.device.local.device.read()).id)).toEqual([])
      phone.device.local.close()
    }
    applied += world.server.applied.length
  }), { numRuns, ...(seed ? { seed: Number(seed) } : {}) })

  expect(applied).toBeGreaterThan(numRuns)
  expect(conflicts).toBeGreaterThan(numRuns / 20)
}, 600_000)

import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { seeded } from '../../make/random.ts'
import { prepareFolder } from './prepare.ts'
import { makeServer } from './server.ts'
import { countLost, countTwice } from './verify.ts'
import { Writer } from './writer.ts'

/**
 * `npm run faults:kill -- --kills N --engine postgres|pglite [--writes W] [--seed S] [--minutes M] [--results FILE]`: the server is
 * killed N times, fewer when the minutes are over, under eight writers that have at least W texts acknowledged in all, and after
 * each start asked for what it acknowledged. At the end every acknowledged text is looked for in the database. The last line is
 * one JSON object; it exits with 1 unless nothing was lost or is there twice.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' }, engine: { type: 'string', default: 'pglite' }, seed: { type: 'string', default: '20260508' },
    writes: { type: 'string', default: '0' }, results: { type: 'string' }, minutes: { type: 'string', default: 'Infinity' },
  },
})
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
const kills = Number(values.kills)
const minutes = Number(values.minutes)
const random = seeded(Number(values.seed))
const pause = (milliseconds: number) => new Promise((resolve) => { setTimeout(resolve, milliseconds) })

const folder = await mkdtemp(join(tmpdir(), 'xingxun-kill-'))
const crew = 8
const prepared = await prepareFolder(values.engine === 'postgres' ? 'postgres' : 'pglite', folder, crew)
const server = await makeServer(folder, prepared.databaseUrl)
const writers = Array.from({ length: crew }, (_, n) => new Writer(n, server.address))

// The library tells of every sign-in that meets a server which is down.
console.error = () => undefined

const start = Date.now()
const lostAfter: number[] = []
let killed = 0
let stopped = false

/** Kills it amid writing, as often as told; the writers go on as long as it takes. */
async function killing(): Promise<void> {
  const isTime = () => Date.now() - start < minutes * 60_000
  for (let n = 0; n < kills && isTime(); n += 1) {
    // Each time they are amid it: something was written since the start, on all phones in the mean.
    const enough = Math.max(acknowledged() + crew, Number(values.writes) * (n + 1) / kills)
    while (acknowledged() < enough && isTime()) await pause(20)
    await pause(random() * 500)
    await server.kill()
    killed += 1
    await server.start()
    lostAfter.push(...await Promise.all(writers.map((writer) => writer.check())))
    if (killed % 10 === 0) console.log(`${killed} kills, ${acknowledged()} acknowledged, ${Math.round((Date.now() - start) / 1000)} s`)
  }
  await pause(1000)
}

const acknowledged = () => writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0)
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)

try {
  await server.start()
  const writing = Promise.all(writers.map((writer) => writer.run(() => stopped)))
  await killing()
  stopped = true
  await writing
  await server.stop()
  const { database } = await prepared.openData()
  const texts = writers.flatMap((writer) => writer.acknowledged)
  const lost = sum(lostAfter) + await countLost(database, texts)
  const duplicated = sum(writers.map(({ twice }) => twice)) + await countTwice(database)
  await database.close()
  const odd = writers.flatMap((writer) => writer.odd)
  if (odd.length > 0) console.log([...new Set(odd)].join('\n'))
  const line = JSON.stringify({
    commit, engine: values.engine, seconds: Math.round((Date.now() - start) / 1000), kills: killed, acknowledged: texts.length, lost, duplicated,
    refused: odd.length,
  })
  if (values.results) appendFileSync(values.results, `${line}\n`)
  console.log(line)
  process.exitCode = lost + duplicated + odd.length === 0 && texts.length > 0 ? 0 : 1
} finally {
  stopped = true
  await server.kill()
  await prepared.stop()
  await rm(folder, { recursive: true, force: true })
}
process.exit()

import { rmSync } from 'node:fs'
import { openWay } from '../../bench/sync/phone.ts'
import type { Payload } from '../../../src/domain/document.ts'
import type { Result } from '../../../src/domain/failure.ts'
import type { PullCursor, PulledDocument, PulledPage } from '../../../src/domain/ports.ts'
import { openAppServer, type AppServer } from '../app-server.ts'
import { demoPassword } from '../person.ts'
import { openLine, type Line } from './line.ts'
import { account, SchedulePhone } from './phone.ts'
import { makeHappenings, type Happening } from './schedule.ts'

/** What went wrong, in words. */
export interface Found {
  readonly lost: string[]
  readonly duplicated: string[]
  readonly stuck: string[]
}

/** Milliseconds for what is on the phone to arrive once nothing is in its way. */
const patience = 90_000

const marksIn = (words: string) => [...words.matchAll(/m\d+-\d+/g)].map(([mark]) => mark)

/** A phone in Chromium, the server, and the line between them; schedules follow one another on the same phone. */
export interface Stage {
  play(seed: number, n: number): Promise<Found>
  close(): Promise<void>
}

async function happen(phone: SchedulePhone, line: Line, what: Happening, mark: string): Promise<void> {
  switch (what.do) {
    case 'type': return phone.type(what.field, mark, what.wait)
    case 'weather': line.weather = what.weather; return
    case 'photo': return phone.photo()
    case 'reload': return phone.reload()
    case 'kill': return phone.kill()
    case 'otherTab': return phone.otherTab(mark)
    case 'flight': return phone.setFlight(true)
    case 'landing': return phone.setFlight(false)
    case 'fullDisk': return phone.fullDisk(mark)
    case 'newVersion': return phone.newVersion()
    case 'takeVersion': return phone.takeVersion()
  }
}

/** Whether nothing at all went wrong. */
export const isClean = ({ lost, duplicated, stuck }: Found): boolean => lost.length + duplicated.length + stuck.length === 0

/** Opens the server with demo data, and a phone that has signed in and works without a network. */
export async function openStage(): Promise<Stage> {
  const server: AppServer = await openAppServer()
  const line = await openLine(server.address)
  const phone = new SchedulePhone(line)
  await phone.firstTime()
  // Another device of the same person, to see what arrived.
  const witness = openWay(server.address, new Map())
  const signedIn = await witness.session.signIn(account, demoPassword)
  if (!signedIn.ok) throw new Error(`the witness could not sign in: ${signedIn.failure.code}`)

  async function onServer(id: string): Promise<PulledDocument | undefined> {
    let newest: PulledDocument | undefined
    for (let cursor: PullCursor | null = null; ;) {
      const answer: Result<PulledPage> = await witness.remote.pullOwn(cursor)
      if (!answer.ok) throw new Error(`the witness could not pull: ${answer.failure.code}`)
      newest = answer.value.documents.find((each) => each.id === id) ?? newest
      if (answer.value.complete) return newest
      cursor = answer.value.cursor
    }
  }

  /** What of the promises the server does not hold yet. */
  async function missing(): Promise<string[]> {
    const found = await onServer(phone.record)
    if (!found) return phone.promised.size + phone.photos > 0 ? ['the record'] : []
    const there = marksIn(found.text)
    const verified = found.photos.filter(({ state }) => state === 'verified').length
    return [
      ...[...phone.promised].filter((mark) => !there.includes(mark)),
      ...(verified < phone.photos ? [`${phone.photos - verified} of ${phone.photos} photos`] : []),
    ]
  }

  async function judge(found: Found): Promise<void> {
    const until = Date.now() + patience
    let left = await missing()
    while (left.length > 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      left = await missing()
    }
    const words = await phone.words()
    for (const mark of phone.promised) if (!words.includes(mark)) found.lost.push(`${mark} is not on the phone`)
    for (const each of left) (words.includes(each) ? found.stuck : found.lost).push(`${each} is not on the server`)
    const text = (await onServer(phone.record))?.text ?? '{}'
    const marks = marksIn(text)
    if (new Set(marks).size !== marks.length) found.duplicated.push(`a mark twice in ${phone.record}`)
    const photos = (JSON.parse(text) as Partial<Payload>).photos ?? []
    if (new Set(photos.map(({ sha256 }) => sha256)).size !== photos.length) found.duplicated.push(`a photo twice in ${phone.record}`)
  }

  return {
    async play(seed, n) {
      const found: Found = { lost: [], duplicated: [], stuck: [] }
      line.weather = 'clear'
      await phone.setFlight(false)
      await phone.begin()
      for (const [nth, what] of makeHappenings(seed, n).entries()) await happen(phone, line, what, `m${n}-${nth}`)
      line.weather = 'clear'
      await phone.rest()
      await judge(found)
      return found
    },
    async close() {
      await phone.close()
      await line.stop()
      await server.close()
      rmSync(phone.profile, { recursive: true, force: true })
    },
  }
}

import type { Payload } from '../../../src/domain/document.ts'
import { createSync } from '../../../src/sync/sync.ts'
import { hashText } from '../../fakes/fake-device.ts'
import { percentile } from '../median.ts'
import { atMost, say, type Finding } from '../report.ts'
import { compare } from './compare.ts'
import { makeJpeg } from './jpeg.ts'
import { addPeople } from './people.ts'
import { openPhone, sealRecord, signIn, type BenchPhone } from './phone.ts'
import type { BenchServer } from './server.ts'
import { noAnswers, watchedFetch, type Answers } from './watched-fetch.ts'

const phonesCount = Number(process.env['XINGXUN_BENCH_PHONES'] ?? 500)
const [recordsEach, picturesEach] = [20, 10]
const pictureBytes = Number(process.env['XINGXUN_BENCH_PICTURE'] ?? 300_000)
const phonesOfOne = 10
const patience = 30 * 60_000

/** Phones with everything sealed that they will bring; those of a person share a session. */
async function preparePhones(server: BenchServer, answers: Answers, payloads: Payload[]): Promise<readonly BenchPhone[]> {
  const people = await addPeople(server, Math.ceil(phonesCount / phonesOfOne), 20, 'phones')
  const phones: BenchPhone[] = []
  for (const person of people) {
    const kept = await signIn(server.address, person)
    for (let n = 0; n < phonesOfOne && phones.length < phonesCount; n += 1) {
      const phone = openPhone(server.address, person, kept, watchedFetch(answers))
      for (let each = 0; each < recordsEach; each += 1) {
        const word = `phone ${phones.length} ${each}`
        payloads.push(await sealRecord(phone, person, word, each < picturesEach ? [makeJpeg(word, pictureBytes)] : []))
      }
      phones.push(phone)
    }
  }
  return phones
}

const isDelivered = async ({ device: { local } }: BenchPhone): Promise<boolean> => {
  const { queued, refused } = await local.outbox.standing()
  if (refused.length > 0) throw new Error(`${refused.length} records of a phone were refused`)
  return queued === 0 && await local.photoQueue.waiting() === 0
}

/** Runs the app's delivery, with its own waiting times, until nothing is left to send; gives the seconds it took. */
function deliver(phone: BenchPhone, start: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const sync = createSync({
      local: phone.device.local, remote: phone.remote, now: Date.now, random: Math.random, hash: hashText,
      alone: async (work) => { await work(); return true },
      later: (work, milliseconds) => {
        const timer = setTimeout(work, milliseconds)
        return () => clearTimeout(timer)
      },
      connected: () => true, packKeys: async () => [], organisations: () => [],
      changed: ({ phase }) => {
        if (phase === 'idle') void isDelivered(phone).then((delivered) => { if (delivered) end() }, reject)
      },
    })
    const late = setTimeout(() => end(new Error('a phone was not done in time')), patience)
    const end = (error?: Error) => {
      clearTimeout(late)
      sync.stop()
      if (error) reject(error)
      else resolve((performance.now() - start) / 1000)
    }
    void sync.now()
  })
}

const countOf = ({ statuses }: Answers, wanted: (status: number) => boolean) =>
  [...statuses].reduce((sum, [status, count]) => sum + (wanted(status) ? count : 0), 0)

/** Phones that come back at once, each with records and pictures: how long, what was refused, and that nothing is lost. */
export async function measurePhones(server: BenchServer): Promise<Finding> {
  const answers = noAnswers()
  const payloads: Payload[] = []
  console.log(`sealing ${phonesCount * recordsEach} records …`)
  const phones = await preparePhones(server, answers, payloads)
  answers.statuses.clear()
  console.log('all phones come back …')
  const start = performance.now()
  const seconds = await Promise.all(phones.map((phone) => deliver(phone, start)))
  const fate = await compare(server.database, payloads)
  for (const { device } of phones) device.local.close()
  const times = { median: percentile(seconds, 0.5), all: Math.max(...seconds) }
  const errors = countOf(answers, (status) => status >= 500 && status !== 503)
  const turnedAway = countOf(answers, (status) => status === 503 || status === 429)
  say(`${phonesCount} phones`, times, 's')
  say('a batch', { median: percentile(answers.batches, 0.5), p95: percentile(answers.batches, 0.95) }, 'ms')
  console.log(`answers by status: ${JSON.stringify(Object.fromEntries(answers.statuses))}`)
  return {
    figures: {
      phones: phonesCount, phones_records: payloads.length, phones_pictures: phonesCount * picturesEach,
      phones_picture_bytes: pictureBytes, phones_all_s: times.all, phones_median_s: times.median,
      phones_batch_p95_ms: percentile(answers.batches, 0.95), phones_turned_away: turnedAway,
      phones_no_answer: countOf(answers, (status) => status === 0),
    },
    aims: [
      atMost('phones: records lost', fate.lost, 0), atMost('phones: records duplicated', fate.duplicated, 0),
      atMost('phones: pictures lost', fate.picturesLost, 0), atMost('phones: pictures duplicated', fate.picturesDuplicated, 0),
      atMost('phones: server errors other than 503', errors, 0),
    ],
  }
}

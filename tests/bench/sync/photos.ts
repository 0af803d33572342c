import { makePace } from '../../../src/sync/pace.ts'
import { push } from '../../../src/sync/push.ts'
import { sendPhotos } from '../../../src/sync/photos.ts'
import { hashText } from '../../fakes/fake-device.ts'
import { say, type Finding } from '../report.ts'
import { makeJpeg } from './jpeg.ts'
import { addPeople, type BenchPerson } from './people.ts'
import { openPhone, sealRecord, signIn } from './phone.ts'
import type { BenchServer } from './server.ts'
import { untilConfirmed } from './until.ts'

const count = 100
const ofOneRecord = 20

/** Delivers 100 pictures of 300 kB, one after the other as the app does, and waits until the server has confirmed them. */
export async function measurePhotos(server: BenchServer): Promise<Finding> {
  const [person] = await addPeople(server, 1, 1, 'photos') as [BenchPerson]
  const phone = openPhone(server.address, person, await signIn(server.address, person))
  for (let at = 0; at < count; at += ofOneRecord) {
    const pictures = Array.from({ length: ofOneRecord }, (_, n) => makeJpeg(`picture ${at + n}`))
    await sealRecord(phone, person, `photos ${at}`, pictures)
  }
  const { local } = phone.device
  await push({ local, remote: phone.remote, hash: hashText, now: Date.now, pace: makePace() })
  const start = performance.now()
  const outcome = await sendPhotos({ local, remote: phone.remote, now: Date.now, random: Math.random })
  const seconds = (performance.now() - start) / 1000
  if (!outcome.done) throw new Error(`not all pictures arrived: ${JSON.stringify(outcome)}`)
  await untilConfirmed(server.database, person.id, count)
  local.close()
  const confirmed = (performance.now() - start) / 1000
  say('100 photos of 300 kB', { delivered: seconds, confirmed }, 's')
  return { figures: { photos_s: seconds, photos_confirmed_s: confirmed, photos_per_second: count / seconds }, aims: [] }
}

import type { DocumentId, OrganisationId, PersonId, Sha256 } from '@/domain/id'
import type { Result } from '@/domain/failure'
import type { Archive } from '@/local/archive'
import { openLocal } from '@/local/local'
import { openRemote } from '@/remote/remote'
import { makeArchivePace, pullArchives } from '@/sync/archive'
import type { Pulled, PullPage } from '../../peers/pull-page.ts'

export interface Person {
  readonly id: PersonId
  readonly account: string
  readonly password: string
  readonly organisation: OrganisationId
}

/** What our page offers besides: a person signs in first; and the milliseconds of the last pull that the storage took. */
export interface OurPullPage extends PullPage {
  signIn(person: Person): Promise<void>
  writing(): number
}

let requests = 0
const { session, remote } = openRemote({
  fetch: (input, init) => {
    requests += 1
    return fetch(input, init)
  },
})
const hash = async (text: string) => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('') as Sha256
}
const pace = makeArchivePace()
let archive: Archive
let organisation: OrganisationId
let writing = 0
/** Changes are asked for every five minutes: each pull takes place six minutes after the one before. */
let pulls = 0

/** The archive, with its writes timed. */
const timed = (): Archive => {
  const timing = async <T>(work: Promise<T>) => {
    const start = performance.now()
    const done = await work
    writing += performance.now() - start
    return done
  }
  return { ...archive, replace: (...given) => timing(archive.replace(...given)), change: (...given) => timing(archive.change(...given)) }
}

async function pull(): Promise<Pulled> {
  const later = pulls++ * 6 * 60_000
  let documents = 0
  const counted = <T>(answer: Result<T>, records: (value: T) => readonly unknown[]): Result<T> => {
    if (answer.ok) documents += records(answer.value).length
    return answer
  }
  requests = writing = 0
  const start = performance.now()
  await pullArchives({
    archive: timed(), hash, organisations: () => [organisation], pace, wanted: () => false, now: () => Date.now() + later,
    remote: {
      archiveMonths: (...asked) => remote.archiveMonths(...asked),
      archiveRecords: async (...asked) => counted(await remote.archiveRecords(...asked), (records) => records),
      pullArchive: async (...asked) => counted(await remote.pullArchive(...asked), ({ records }) => records),
    },
  })
  return { milliseconds: performance.now() - start, requests, documents }
}

const bench: OurPullPage = {
  pull,
  async held(id) {
    const lines = await archive.lines()
    return { count: lines.length, text: (await archive.read(id as DocumentId))?.text ?? '' }
  },
  async signIn(person) {
    const answer = await session.signIn(person.account, person.password)
    if (!answer.ok) throw new Error(`signing in: ${answer.failure.code}`)
    organisation = person.organisation
    archive = await openLocal(person.id, (bytes) => crypto.getRandomValues(new Uint8Array(bytes))).archive()
    await archive.marks()
  },
  writing: () => writing,
}
Object.assign(window, { bench })

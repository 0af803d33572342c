import { beforeAll, describe, expect, it } from 'vitest'
import { parse, type Parcel, type Payload } from '../../src/domain/document.ts'
import type { Result } from '../../src/domain/failure.ts'
import { makeDocumentId, type DocumentId, type PersonId, type Sha256 } from '../../src/domain/id.ts'
import type { PulledDocument, PushVerdict, Remote } from '../../src/domain/ports.ts'
import { makeAnswers, makeHeader, makeParcel, makeParticipant, makePayload, sha256Of } from '../make/payload.ts'
import { makePicture } from '../make/picture.ts'

/** Two people of different organisations before one server, and somebody who has not signed in. */
export interface ContractStage {
  readonly me: { readonly id: PersonId; readonly remote: Remote }
  readonly other: { readonly id: PersonId; readonly remote: Remote }
  readonly nobody: Remote
}

const newId = (): DocumentId => makeDocumentId(Date.now(), crypto.getRandomValues(new Uint8Array(10)))

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.detail ?? ''}`)
  return result.value
}

/** What the app relies on of a server, whichever it is. `open` is called once. */
export function remoteContract(name: string, open: () => Promise<ContractStage>): void {
  describe(`the remote, ${name}`, () => {
    let stage: ContractStage
    beforeAll(async () => { stage = await open() })

    const draft = (overrides: Partial<Payload> = {}): Payload => ({
      ...makePayload({
        id: newId(), author_id: stage.me.id, status: 'draft', sealed: null,
        header: makeHeader({ participants: [makeParticipant({ person_id: stage.me.id })] }),
        answers: makeAnswers({ leader_on_site: stage.me.id }),
      }),
      ...overrides,
    })
    const push = async (...parcels: Parcel[]) => valueOf(await stage.me.remote.push(parcels, []))
    const words = async (...parcels: Parcel[]) => (await push(...parcels)).map(({ verdict }: PushVerdict) => verdict)
    const pullAll = async (remote = stage.me.remote, from: Parameters<Remote['pullOwn']>[0] = null) => {
      const documents: PulledDocument[] = []
      for (let cursor = from; ;) {
        const page = valueOf(await remote.pullOwn(cursor))
        documents.push(...page.documents)
        cursor = page.cursor
        if (page.complete) return { documents, cursor }
      }
    }

    it('[P1] applies a text once and calls it a duplicate after that, echoing id and hash', async () => {
      const parcel = makeParcel(draft())

      const first = await push(parcel)
      const second = await push(parcel)

      const echo = { id: parcel.id, sha256: parcel.sha256, codes: [], head: null, epoch: expect.stringMatching(/^.{6,}$/) as string }
      expect([...first, ...second]).toEqual([{ ...echo, verdict: 'applied' }, { ...echo, verdict: 'duplicate' }])
    })

    it('[P2] applies a revision that descends from the head, also when numbers were skipped', async () => {
      const one = makeParcel(draft())
      const four = makeParcel({ ...parse(one.text), revision: 4 }, [sha256Of('lost') as Sha256, one.sha256])

      expect(await words(one)).toEqual(['applied'])
      expect(await words(four)).toEqual(['applied'])
    })

    it('[P8] calls a revision of other descent a conflict and names the head', async () => {
      const one = makeParcel(draft({ revision: 3 }))
      await push(one)

      const [other] = await push(makeParcel({ ...parse(one.text), revision: 4 }, [sha256Of('elsewhere') as Sha256]))
      const [older] = await push(makeParcel({ ...parse(one.text), revision: 2 }, [one.sha256]))

      expect([other, older]).toMatchObject(Array(2).fill({ verdict: 'conflict', head: 3 }))
    })

    it('[P6] judges each item alone: a poisoned one holds up no other', async () => {
      const good = makeParcel(draft())
      const altered = { ...makeParcel(draft()), text: '{}' }
      const mislabelled = { ...makeParcel(draft()), revision: 9 }
      const foreign = makeParcel(draft({ author_id: stage.other.id }))
      const large = makeParcel(draft({ amend_reason: 'x'.repeat(262_144) }))
      const last = makeParcel(draft())

      const verdicts = await push(good, altered, mislabelled, foreign, large, last)

      expect(verdicts.map(({ verdict, codes }) => [verdict, ...codes])).toEqual([
        ['applied'], ['rejected', 'payload:hash'], ['rejected', 'payload:envelope'], ['rejected', 'payload:not_yours'],
        ['rejected', 'payload:too_large'], ['applied'],
      ])
    })

    it('[P9] asks to repeat the second item of a document in one batch', async () => {
      const one = makeParcel(draft())
      const two = makeParcel({ ...parse(one.text), revision: 2 }, [one.sha256])

      expect(await words(one, two)).toEqual(['applied', 'retry'])
      expect(await words(two)).toEqual(['applied'])
    })

    it('[P8] refuses a change of status that is not lawful', async () => {
      const sealed = makeParcel(draft({ status: 'submitted', sealed: makePayload().sealed }))
      await push(makeParcel(draft({ id: sealed.id })))
      const head = makeParcel(draft({ id: sealed.id }))
      const next = makeParcel({ ...parse(sealed.text), revision: 2 }, [head.sha256])
      expect(await words(next)).toEqual(['applied'])

      const back = await push(makeParcel(draft({ id: sealed.id, revision: 3 }), [next.sha256]))

      expect(back).toMatchObject([{ verdict: 'rejected', codes: ['payload:transition'] }])
    })

    it('[C1] gives what changed since the cursor, the very text, to its author alone', async () => {
      const { cursor } = await pullAll()
      const mine = makeParcel(draft({ header: makeHeader({ title: '“引号”\\ 与 emoji 🌿' }) }))
      await push(mine)

      const page = await pullAll(stage.me.remote, cursor)
      const again = await pullAll(stage.me.remote, page.cursor)

      expect(page.documents).toMatchObject([{ id: mine.id, revision: 1, sha256: mine.sha256, text: mine.text, photos: [] }])
      expect(again.documents).toEqual([])
      expect((await pullAll(stage.other.remote)).documents.map(({ id }) => id)).not.toContain(mine.id)
    })

    it('[C4] begins at the beginning for a cursor of another epoch', async () => {
      const mine = makeParcel(draft())
      await push(mine)
      const { cursor } = await pullAll()

      const { documents } = await pullAll(stage.me.remote, { epoch: 'of another life', xid: cursor?.xid ?? '0' })

      expect(documents.map(({ id }) => id)).toContain(mine.id)
    })

    it('[G7] takes what a device has numbered, from whoever has signed in', async () => {
      const statement = { device_id: 'contract', code: 'K7QX', issued: 2, waiting: [1], replaced: [2], oldest_waiting_at: null, refused: 0 }

      expect(await stage.me.remote.tellLedger(statement)).toEqual({ ok: true, value: undefined })
      expect(await stage.nobody.tellLedger(statement)).toMatchObject({ ok: false })
    })

    it('[C8] takes how long fillings took, from whoever has signed in', async () => {
      const times = [{ kind: 'free_clinic', answers_version: 1, seconds: 240 }] as const

      expect(await stage.me.remote.putFillings(times)).toEqual({ ok: true, value: undefined })
      expect(await stage.nobody.putFillings(times)).toMatchObject({ ok: false })
    })

    it('[F3] stores a picture that the manifest expects, once, and gives it back', async () => {
      const { entry, file } = makePicture(`contract ${newId()}`)
      const parcel = makeParcel(draft({ photos: [entry] }))
      const upload = () => stage.me.remote.uploadPhoto(parcel.id, entry.sha256, file.type, file.bytes)
      const early = await upload()
      await push(parcel)

      const stored = [await upload(), await upload()]

      expect(early).toMatchObject({ ok: false, failure: { code: 'forbidden' } })
      expect(stored.map(({ ok }) => ok)).toEqual([true, true])
      const blob = valueOf(await stage.me.remote.downloadPhoto(parcel.id, entry.sha256))
      expect(new Uint8Array(await blob.arrayBuffer())).toEqual(new Uint8Array(file.bytes))
      const { documents } = await pullAll()
      expect(documents.find(({ id }) => id === parcel.id)?.photos.map(({ sha256 }) => sha256)).toEqual([entry.sha256])
    })

    it('[F4] lets nobody else add a picture', async () => {
      const { entry, file } = makePicture(`contract ${newId()}`)
      const parcel = makeParcel(draft({ photos: [entry] }))
      await push(parcel)

      const answer = await stage.other.remote.uploadPhoto(parcel.id, entry.sha256, file.type, file.bytes)

      expect(answer).toMatchObject({ ok: false, failure: { code: 'forbidden' } })
    })

    it('[C5] gives a pack once and nothing while it is the newest', async () => {
      const pack = valueOf(await stage.me.remote.referencePack('rules', null))

      expect(pack?.version).toEqual(expect.stringMatching(/./))
      expect(valueOf(await stage.me.remote.referencePack('rules', pack?.version ?? ''))).toBeNull()
      expect(await stage.me.remote.referencePack('no such pack', null)).toMatchObject({ ok: false, failure: { code: 'notFound' } })
    })

    it('[P10] tells somebody without a session so, and takes nothing', async () => {
      const parcel = makeParcel(draft())

      const answers = [await stage.nobody.push([parcel], []), await stage.nobody.pullOwn(null)]

      expect(answers).toMatchObject(Array(2).fill({ ok: false, failure: { code: 'signedOut' } }))
      expect(await words(parcel)).toEqual(['applied'])
    })
  })
}

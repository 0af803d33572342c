// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { parsePulled, parsePush } from '../../src/remote/documents.ts'
import { documentId, makeParcel, sha256Of } from '../make/payload.ts'

const { id, sha256, text } = makeParcel()
const word = { id, sha256, verdict: 'applied', codes: [], head: null }
const verdictsOf = (...items: unknown[]) => {
  const answer = parsePush({ protocol: 'xingxun/1', items })
  return answer.ok ? answer.value : answer.failure.code
}

describe('the answer to a push', () => {
  it.each([
    ['a portal\'s page', '<!doctype html>'], ['nothing', null], ['another protocol', { protocol: 'xingxun/2', items: [] }],
    ['a page of JSON', { items: [word] }], ['no list', { protocol: 'xingxun/1', items: {} }], ['a list alone', [word]],
  ])('is none when it is %s', (_name, value) => {
    expect(parsePush(value)).toMatchObject({ ok: false, failure: { code: 'offline' } })
  })

  it('has a verdict for each item that echoes an id and a hash', () => {
    expect(verdictsOf(word, { ...word, verdict: 'conflict', head: 4 })).toEqual([word, { ...word, verdict: 'conflict', head: 4 }])
    expect(verdictsOf({ ...word, sha256: 'short' }, { ...word, id: 7 }, null, 'applied', { verdict: 'applied' })).toEqual([])
  })

  it('asks to try again with a verdict that this app does not know', () => {
    expect(verdictsOf({ ...word, verdict: 'parked' }, { ...word, verdict: undefined })).toEqual(Array(2).fill({ ...word, verdict: 'retry' }))
  })

  it('keeps the codes that are text', () => {
    expect(verdictsOf({ ...word, verdict: 'rejected', codes: ['a:b', 3, null] })).toEqual([{ ...word, verdict: 'rejected', codes: ['a:b'] }])
    expect(verdictsOf({ ...word, codes: 'a:b', head: '4' })).toEqual([word])
  })
})

describe('a pulled page', () => {
  const photo = { sha256: sha256Of('photo'), state: 'verified' }
  const document = { id, revision: 2, sha256, text, received_at: '2026-05-08T06:00:00.000Z', photos: [photo] }
  const page = { epoch: 'e', xid: '42', complete: true, documents: [document] }

  it('is taken with its cursor and its mark', () => {
    expect(parsePulled(page)).toEqual({
      ok: true, value: { cursor: { epoch: 'e', xid: '42' }, complete: true, documents: [document] },
    })
  })

  it.each([
    ['no mark', { ...page, complete: undefined }], ['no documents', { ...page, documents: null }],
    ['no cursor', { ...page, xid: 42 }], ['no epoch', { ...page, epoch: null }], ['a page of a portal', '<html>'],
    ['something that is no document', { ...page, documents: [document, { ...document, id: 'x' }] }],
    ['a document without its text', { ...page, documents: [{ ...document, text: null }] }],
    ['a document of half a revision', { ...page, documents: [{ ...document, revision: 1.5 }] }],
    ['a document without its pictures', { ...page, documents: [{ ...document, photos: undefined }] }],
  ])('is none with %s', (_name, value) => {
    expect(parsePulled(value)).toMatchObject({ ok: false, failure: { code: 'offline' } })
  })

  it('has why a record was returned, and nothing where what stands there is none', () => {
    const returned = { decision: 'returned', reason: '请补充照片', revision: 2, at: '2026-05-09T01:00:00.000Z', reviewer: '韦雪' }
    const read = (value: unknown) => {
      const answer = parsePulled({ ...page, documents: [{ ...document, returned: value }] })
      return answer.ok && answer.value.documents[0]
    }

    expect(read(returned)).toEqual({ ...document, returned })
    for (const none of [null, '请补充照片', { ...returned, reason: 3 }, { ...returned, at: undefined }]) expect(read(none)).toEqual(document)
  })

  it('leaves out pictures of a state that this app does not know', () => {
    const answer = parsePulled({ ...page, documents: [{ ...document, id: documentId(2), photos: [photo, { ...photo, state: 'melted' }, 3] }] })

    expect(answer.ok && answer.value.documents[0]?.photos).toEqual([photo])
  })
})

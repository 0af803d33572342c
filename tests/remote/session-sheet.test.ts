// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { PersonId } from '../../src/domain/id.ts'
import type { Server } from '../../src/remote/client.ts'
import { openSessionSheet } from '../../src/remote/session-sheet.ts'
import { documentId } from '../make/payload.ts'

/** A server that gives one answer and keeps what it was asked. */
function answering(data: unknown, error: object | null = null, status = 200) {
  const asked: unknown[] = []
  const rpc = (name: string, args: object) => {
    asked.push([name, args])
    return Promise.resolve({ data, error, status })
  }
  const server = { client: { schema: () => ({ rpc }) }, retryAfter: () => undefined } as unknown as Server
  return { asked, sheet: openSessionSheet(() => Promise.resolve(server)) }
}
const entry = { id: '01932b7a-1111-7abc-8def-0123456789ab' as PersonId, name: '侯紫草', organisation: '涪洋镇卫生院', title_level: 'none', phone: '' }

describe('the sheet of a session', () => {
  it('asks in the words of the API', async () => {
    const { sheet, asked } = answering({ token: 't', entries: [], settled: true, state: 'taken' })
    await sheet.openCode(documentId(1), 720)
    await sheet.entries(documentId(1))
    await sheet.settle(entry.id, entry.id)
    await sheet.settle(entry.id, null)
    await sheet.codeState('t')
    await sheet.submit('t', entry)

    const { id, ...rest } = entry
    expect(asked).toEqual([
      ['open_session_code', { document: documentId(1), minutes: 720 }], ['session_entries', { document: documentId(1) }],
      ['settle_session_entry', { entry: id, accepted: true, person: id }], ['settle_session_entry', { entry: id, accepted: false, person: null }],
      ['session_code_state', { code: 't' }], ['submit_session_entry', { code: 't', entry: id, ...rest }],
    ])
  })

  it.each([['<!doctype html>'], [null], [{}], [[]]])('takes %o for no answer', async (data) => {
    const { sheet } = answering(data)

    for (const answer of [await sheet.openCode(documentId(1), 1), await sheet.entries(documentId(1)), await sheet.settle(entry.id, null),
      await sheet.codeState('t'), await sheet.submit('t', entry)]) expect(answer).toMatchObject({ ok: false, failure: { code: 'offline' } })
  })

  it('passes on why it failed', async () => {
    const { sheet } = answering(null, { code: 'notFound', message: 'notFound', details: 'document' }, 404)

    expect(await sheet.openCode(documentId(1), 1)).toMatchObject({ ok: false, failure: { code: 'notFound' } })
  })
})

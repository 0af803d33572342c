import { describe, expect, it } from 'vitest'
import { refuseMalformed, withoutInternals } from '../../../supabase/embedded/malformed.ts'

const post = (path: string, body: string, type = 'application/json'): Request =>
  new Request(`http://localhost${path}`, { method: 'POST', body, headers: { 'content-type': type } })
const failed = (message: string, code = 'SUP'): Response => Response.json({ code, message }, { status: 500 })

describe('a request of the wrong shape', () => {
  it.each([
    ['no object', post('/auth/v1/token?grant_type=password', 'null')],
    ['a list', post('/auth/v1/signup', '[]')],
    ['a name that is no text', post('/auth/v1/otp', '{"email":1.5}')],
    ['a password that is no text', post('/auth/v1/token?grant_type=password', '{"email":"a@b.cn","password":{}}')],
    ['a NUL in its address', new Request('http://localhost/storage/v1/object/photos/a%00')],
    ['a form that is none', post('/storage/v1/object/photos/a', 'x', 'multipart/form-data; boundary=x')],
  ])('is refused: %s', async (_, request) => {
    expect((await refuseMalformed(request))?.status).toBe(400)
  })

  it.each([
    ['signing in', post('/auth/v1/token?grant_type=password', '{"email":"a@b.cn","password":"p"}')],
    ['signing out, without a body', post('/auth/v1/logout', '')],
    ['a call', post('/rest/v1/rpc/push', 'null')],
    ['bytes', post('/storage/v1/object/photos/a', 'x', 'image/jpeg')],
  ])('is not %s', async (_, request) => {
    expect(await refuseMalformed(request)).toBe(null)
  })
})

describe('a failure of the library', () => {
  it.each([
    'TypeError [ERR_INVALID_ARG_TYPE]: The "string" argument must be of type string', 'Error: Missing closing quote at position 1',
    'PostgresError: number of array dimensions exceeds the maximum allowed', 'Error: Invalid input for string type',
  ])('is the request\'s own: %s', async (message) => {
    const response = await withoutInternals(failed(message))

    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain(message)
  })

  it('stays one where it is none of the request, and tells nothing', async () => {
    const response = await withoutInternals(failed('Error: write CONNECTION_CLOSED 127.0.0.1:5432'))

    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ code: 'unavailable', message: 'unavailable' })
  })

  it('is left alone when it speaks for itself', async () => {
    expect(await (await withoutInternals(failed('busy', 'unavailable'))).json()).toEqual({ code: 'unavailable', message: 'busy' })
  })

  it('of a function that writes, asked for by GET, quotes no statement', async () => {
    const response = await withoutInternals(Response.json(
      { code: '25006', message: 'cannot execute SELECT FOR UPDATE in a read-only transaction' }, { status: 405 }))

    expect([response.status, await response.json()]).toEqual([405, { code: 'invalid', message: 'invalid' }])
  })

  it('that refuses in our own words passes as it is', async () => {
    const response = await withoutInternals(Response.json({ code: 'forbidden', message: 'forbidden' }, { status: 403 }))

    expect([response.status, await response.json()]).toEqual([403, { code: 'forbidden', message: 'forbidden' }])
  })
})

// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { failureCodes } from '../../src/domain/failure.ts'
import { failureOf, type ApiError } from '../../src/remote/failure.ts'

const code = (error: ApiError, status: number) => failureOf(error, status).code

describe('an answer that is no success', () => {
  it.each([
    [0, 'offline'], [401, 'signedOut'], [403, 'forbidden'], [404, 'notFound'], [408, 'busy'], [409, 'conflict'],
    [413, 'tooLarge'], [422, 'invalid'], [425, 'busy'], [426, 'updateRequired'], [429, 'busy'], [502, 'busy'], [503, 'busy'],
    [504, 'busy'], [500, 'unknown'], [400, 'unknown'], [418, 'unknown'],
  ] as const)('of status %i is %s', (status, expected) => {
    expect(code({}, status)).toBe(expected)
  })

  it.each(failureCodes)('with our code %s is that', (name) => {
    expect(code({ code: name }, 400)).toBe(name)
  })

  it('with the code of another service goes by its status', () => {
    expect(code({ code: '42501', message: 'permission denied' }, 401)).toBe('signedOut')
    expect(code({ code: '42501' }, 403)).toBe('forbidden')
    expect(code({ code: '23514' }, 400)).toBe('unknown')
    expect(code({ code: 'too_large' }, 413)).toBe('tooLarge')
  })

  it('of the storage goes by its own status code', () => {
    expect(code({ statusCode: '403', status: 400 }, 400)).toBe('forbidden')
    expect(code({ statusCode: '409', status: 400 }, 400)).toBe('conflict')
    expect(code({ statusCode: 'InvalidKey', status: 413 }, 413)).toBe('tooLarge')
    expect(code({ statusCode: 'Unheard', status: 400 }, 400)).toBe('unknown')
  })

  it('of a session that has run out is signedOut', () => {
    for (const each of ['PGRST301', 'PGRST303']) expect(code({ code: each }, 400)).toBe('signedOut')
  })

  it('of a sign-in tells a wrong password from a missing line', () => {
    expect(code({ code: 'invalid_credentials' }, 400)).toBe('wrongPassword')
    expect(code({ message: 'Invalid login credentials' }, 400)).toBe('wrongPassword')
    expect(code({ name: 'AuthRetryableFetchError' }, 504)).toBe('offline')
  })

  it('that is a portal\'s page is no answer', () => {
    expect(code({ message: '<!doctype html>' }, 200)).toBe('offline')
    expect(code({ message: '' }, 302)).toBe('offline')
    for (const message of ['Unexpected token \'<\', "<!doctype "... is not valid JSON', 'Unexpected token < in JSON at position 0'])
      expect(code({ message }, 200)).toBe('offline')
  })

  it('says for the diagnosis what was met, and how long the server asked to wait', () => {
    expect(failureOf({ code: 'invalid', details: 'batch' }, 422, 9)).toEqual(
      { code: 'invalid', detail: 'invalid batch 422', retryAfter: 9 })
    expect(failureOf({ code: '23505', details: 'Key (name)=(somebody) exists' }, 409).detail).toBe('23505 409')
    expect(failureOf({}, 429)).not.toHaveProperty('retryAfter')
  })
})

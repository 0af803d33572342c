import { describe, expect, it } from 'vitest'
import type { Database } from '../../../supabase/embedded/database.ts'
import { assertDemoStaysLocal, assertOwnerRole, isLoopback } from '../../../supabase/embedded/preflight.ts'

const databaseAnswering = (row: Record<string, boolean> | undefined): Database => ({
  engine: 'pglite',
  query: <Row>() => Promise.resolve((row === undefined ? [] : [row]) as Row[]),
  exec: () => Promise.resolve(),
  transaction: () => Promise.reject(new Error('not used')),
  close: () => Promise.resolve(),
})

describe('the checks before a start', () => {
  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1', '[::1]'])('take %s for this machine', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each(['0.0.0.0', '::', '192.168.1.2', 'example.cn', '127.0.0.1.example.cn'])('take %s for a network', (host) => {
    expect(isLoopback(host)).toBe(false)
  })

  it('keep demo accounts off a network unless that is asked for', () => {
    const check = (host: string, demo: boolean, allowed: boolean) => () => {
      assertDemoStaysLocal({ host, demo, allowed })
    }

    expect(check('0.0.0.0', true, false)).toThrow('--remove-demo')
    expect(check('0.0.0.0', true, true)).not.toThrow()
    expect(check('0.0.0.0', false, false)).not.toThrow()
    expect(check('127.0.0.1', true, false)).not.toThrow()
  })

  it.each([
    ['that is superuser', { superuser: true, createrole: true, bypassrls: true }],
    ['that cannot bypass row security', { superuser: false, createrole: true, bypassrls: false }],
    ['that cannot create roles', { superuser: false, createrole: false, bypassrls: true }],
    ['that does not exist', undefined],
  ])('refuse an owner role %s', async (_what, row) => {
    await expect(assertOwnerRole(databaseAnswering(row), 'owner')).rejects.toThrow('BYPASSRLS')
  })

  it('accept an owner role like that of hosted Supabase', async () => {
    const database = databaseAnswering({ superuser: false, createrole: true, bypassrls: true })

    await expect(assertOwnerRole(database, 'owner')).resolves.toBeUndefined()
  })
})

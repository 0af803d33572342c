import { describe, expect, it } from 'vitest'
import { startTestServer } from './client.ts'
import { makeOptions } from './fixture.ts'

const demoAccount = { name: 'xiaoxing', password: 'demo-password-1', role: 'field_worker' }

describe('demo data', () => {
  it('are there after a first start, once, and are told again at later starts', async () => {
    const options = await makeOptions({ demo: true })
    const first = await startTestServer(options)
    expect(first.facts.accounts).toEqual([demoAccount])
    await first.stop()

    const second = await startTestServer(options)
    const account = await second.signIn('xiaoxing', demoAccount.password)
    const notes = await second.call('/rest/v1/notes?select=body', { as: account })

    expect(second.facts.accounts).toEqual([demoAccount])
    expect(await notes.json()).toEqual([{ body: 'demo note' }])
  })

  it('never come to an installation that began without them', async () => {
    const options = await makeOptions({ demo: false })
    await (await startTestServer(options)).stop()

    const later = await startTestServer({ ...options, demo: true })

    expect(later.facts.accounts).toEqual([])
    await expect(later.signIn('xiaoxing', demoAccount.password)).rejects.toThrow('400')
  })

  it('go with --remove-demo and stay away', async () => {
    const options = await makeOptions({ demo: true })
    await (await startTestServer(options)).stop()
    const removed = await startTestServer({ ...options, removeDemo: true })
    await expect(removed.signIn('xiaoxing', demoAccount.password)).rejects.toThrow('400')
    await removed.stop()

    const later = await startTestServer(options)

    expect(later.facts.accounts).toEqual([])
  })

  it('keep the server off the network', async () => {
    const options = await makeOptions({ demo: true, host: '0.0.0.0' })

    await expect(startTestServer(options)).rejects.toThrow('--allow-demo-on-network')
    await (await startTestServer({ ...options, host: '127.0.0.1' })).stop()
    await expect(startTestServer(options)).rejects.toThrow('--allow-demo-on-network')
  })
})

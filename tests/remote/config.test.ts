import { beforeEach, describe, expect, it, vi } from 'vitest'
import { sessionKey } from '../../src/remote/client.ts'
import { loadConfig, rememberedConfig } from '../../src/remote/config.ts'
import { openSession } from '../../src/remote/session.ts'

const config = { url: '', key: 'k', accountDomain: 'accounts.test.local', demo: true }
const answer = (text: string, status = 200) => vi.stubGlobal('fetch', vi.fn(async () => new Response(text, { status })))

beforeEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
})

describe('the configuration', () => {
  it('is asked of the deployment and remembered', async () => {
    answer(JSON.stringify(config))

    expect(await loadConfig()).toEqual(config)
    expect(rememberedConfig()).toEqual(config)
  })

  it.each([['a portal\'s page', '<html>', 200], ['null', 'null', 200], ['half of it', '{"url":""}', 200], ['an error', '{}', 500]])(
    'stays as remembered when the answer is %s', async (_name, text, status) => {
      answer(JSON.stringify(config))
      await loadConfig()
      answer(text, status)

      expect(await loadConfig()).toEqual(config)
    })

  it('is none before it was ever received', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => { throw new TypeError('offline') }))

    expect(await loadConfig()).toBeNull()
  })
})

describe('signing out', () => {
  it('leaves no session on the phone, with a network or without', async () => {
    for (const error of [null, new Error('offline')]) {
      localStorage.setItem(sessionKey, '{}')
      const signOut = vi.fn(async () => {
        if (!error) localStorage.removeItem(sessionKey)
        return { error }
      })
      await openSession(async () => ({ client: { auth: { signOut } }, config, retryAfter: () => undefined }) as never).signOut()

      expect(signOut).toHaveBeenCalledWith({ scope: 'local' })
      expect(localStorage.getItem(sessionKey)).toBeNull()
    }
  })
})

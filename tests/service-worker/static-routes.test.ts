// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import { answerWithoutWorker, firstPageCache } from '../../src/service-worker/static-routes.ts'

const scope = 'https://app.example/'
const install = (addRoutes?: () => Promise<void>) => Object.assign(new Event('install'), addRoutes ? { addRoutes } : {})

describe('rules by which a browser answers without the worker', () => {
  it('name the first page of this version alone', () => {
    const name = (revision: string) => firstPageCache(`${scope}index.html?__WB_REVISION__=${revision}`, scope)

    expect(name('a1')).toBe('workbox-first-page-a1-https://app.example/')
    expect(name('b2')).not.toBe(name('a1'))
  })

  it('are for the own files and the first page, and for no other address or question', async () => {
    const addRoutes = vi.fn(() => Promise.resolve())

    await answerWithoutWorker(install(addRoutes), 'files', 'first')

    expect(addRoutes.mock.calls).toEqual([[[
      { condition: { urlPattern: { pathname: '/assets/*', search: '' }, requestMethod: 'GET' }, source: { cacheName: 'files' } },
      { condition: { urlPattern: { pathname: '/', search: '' }, requestMode: 'navigate' }, source: { cacheName: 'first' } },
    ]]])
  })

  it('keep nobody from installing it where they are unknown or refused', async () => {
    await expect(answerWithoutWorker(install(), 'files', 'first')).resolves.toBeUndefined()
    await expect(answerWithoutWorker(install(() => Promise.reject(new TypeError('source'))), 'files', 'first')).resolves.toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { readOptions } from '../../../supabase/embedded/options.ts'

const read = (argv: string[], env: Record<string, string> = {}) => readOptions(argv, env, '/srv/xingxun')

describe('the options of the server', () => {
  it('listen on this machine alone unless told otherwise', () => {
    expect(read([])).toMatchObject({
      host: '127.0.0.1', port: null, databaseUrl: null, dataFolder: '/srv/xingxun/.data', demo: true, https: false, killServiceWorker: false, newEpoch: false,
      accountDomain: 'accounts.xingxun.local', sourceFolder: '/srv/xingxun',
    })
  })

  it('come from the environment and the command line', () => {
    const options = read(['--https', '--no-demo', '--no-build', '--reset', '--kill-service-worker', '--new-epoch'], {
      HOST: '0.0.0.0', PORT: '8080', DATABASE_URL: 'postgres://somewhere/xingxun', ACCOUNT_DOMAIN: 'tcm.example.cn',
      XINGXUN_DATA: '/var/lib/xingxun', TILE_ORIGIN: 'https://*.tiles.example.cn https://t0.example.cn',
    })

    expect(options).toMatchObject({
      host: '0.0.0.0', port: 8080, databaseUrl: 'postgres://somewhere/xingxun', accountDomain: 'tcm.example.cn',
      dataFolder: '/var/lib/xingxun', https: true, demo: false, sourceFolder: null, reset: true, killServiceWorker: true, newEpoch: true,
      tileOrigins: ['https://*.tiles.example.cn', 'https://t0.example.cn'],
    })
  })

  it.each([
    ['an unknown flag', ['--resett'], {}],
    ['a port that is none', [], { PORT: '70000' }],
    ['a database address of another kind', [], { DATABASE_URL: 'mysql://x' }],
    ['a domain that is none', [], { ACCOUNT_DOMAIN: 'a b' }],
    ['a tile origin that would open the policy', [], { TILE_ORIGIN: 'https://x; script-src *' }],
    ['a tile origin with a path', [], { TILE_ORIGIN: 'https://x.cn/tiles' }],
  ])('are refused with %s', (_what, argv, env) => {
    expect(() => read(argv, env)).toThrow()
  })
})

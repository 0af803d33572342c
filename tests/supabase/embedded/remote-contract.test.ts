import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { openRemote, type RemoteAdapter } from '../../../src/remote/remote.ts'
import type { ServerConfig } from '../../../src/remote/config.ts'
import { demoPassword } from '../../../supabase/demo/accounts.ts'
import { startServer } from '../../../supabase/embedded/server.ts'
import { remoteContract, type ContractStage } from '../../contract/remote.contract.ts'
import { atEnd, makeFolder } from './folder.ts'

/** The app's own adapter, as a phone of its own: nothing of the session is shared. */
function openPhone(address: string): RemoteAdapter {
  return openRemote({
    config: async () => {
      const config = await (await fetch(`${address}/config.json`)).json() as ServerConfig
      return { ...config, url: address }
    },
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket as never },
  })
}

async function signIn(address: string, account: string): Promise<ContractStage['me']> {
  const phone = openPhone(address)
  const answer = await phone.session.signIn(account, demoPassword)
  if (!answer.ok) throw new Error(`${account}: ${answer.failure.code} ${answer.failure.detail ?? ''}`)
  return { id: answer.value.personId, remote: phone.remote }
}

remoteContract('as the embedded server is', async () => {
  const pageFolder = await makeFolder()
  await writeFile(join(pageFolder, 'index.html'), '<!doctype html><title>page</title>')
  const server = await startServer({
    host: '127.0.0.1', port: 0, databaseUrl: null, dataFolder: await makeFolder(), pageFolder, sourceFolder: null,
    supabaseFolder: fileURLToPath(new URL('../../../supabase', import.meta.url)), accountDomain: 'accounts.test.local',
    name: '杏巡', tileOrigins: [], https: false, reset: false, demo: true, removeDemo: false, allowDemoOnNetwork: false, killServiceWorker: false, newEpoch: false,
  })
  atEnd(() => server.stop())
  return {
    me: await signIn(server.address, 'wcyisheng'),
    other: await signIn(server.address, 'dzyisheng'),
    nobody: openPhone(server.address).remote,
  }
})

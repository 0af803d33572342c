import { fileURLToPath } from 'node:url'
import { startServer } from '../../../supabase/embedded/server.ts'

/** The embedded server in a process of its own, on the database and the folders that it is started with. */
const [databaseUrl = '', dataFolder = '', pageFolder = ''] = process.argv.slice(2)

const server = await startServer({
  host: '127.0.0.1', port: 0, databaseUrl, dataFolder, pageFolder, sourceFolder: null,
  supabaseFolder: fileURLToPath(new URL('../../../supabase', import.meta.url)), accountDomain: 'accounts.bench.local',
  name: '杏巡', tileOrigins: [], https: false, reset: false, demo: false, removeDemo: false, allowDemoOnNetwork: false,
  killServiceWorker: false, newEpoch: false,
}, () => process.exit(1))

process.on('message', () => { void server.stop().then(() => process.exit(0)) })
process.on('disconnect', () => process.exit(1))
process.send?.(server.address)

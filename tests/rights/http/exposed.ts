import { App, setExperimental } from '@supabase/lite'
import type { OpenDatabase } from '../../../supabase/embedded/database.ts'
import { endLeftover } from '../../../supabase/embedded/leftover.ts'
import type { Secrets } from '../../../supabase/embedded/secrets.ts'
import type { Answerer } from './server.ts'

/**
 * The REST API as nobody should run it: with every schema exposed. What then holds is row security alone, and that is what
 * is proven on it. Tokens are those of the real backend on the same database.
 */
export async function createExposedApi(open: OpenDatabase, secrets: Secrets): Promise<Answerer> {
  setExperimental('storage', true)
  const app = new App({
    connection: open.connection,
    api: { enabled: true, schemas: ['app', 'api', 'private', 'storage'], max_rows: 1000 },
    db: { driver: open.database.engine },
    auth: { enabled: true, jwt_secret: secrets.jwtSecret, publishable_key: secrets.publishableKey, secret_key: secrets.secretKey },
    storage: { enabled: false },
    studio: { enabled: false },
    options: { server: { admin: false, disableStudio: true } },
  })
  await app.init()
  return (request, peerAddress) => open.exclusive(async () => {
    const response = await app.fetch(request, { peerAddress })
    await endLeftover(open, response)
    return new Response(response.body === null ? null : await response.arrayBuffer(), response)
  })
}

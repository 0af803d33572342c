import { startBackendClient, type BackendClient } from './backend-client.ts'
import { ensurePage } from './build-app.ts'
import { StartRefused } from './failure.ts'
import { pageHeaders, readInlineHashes } from './headers.ts'
import { createHttpApp, removalPath } from './http.ts'
import { readOrCreateCertificate } from './https.ts'
import { listen, type Certificate, type Listening } from './listen.ts'
import { createKnownDevices } from './known-devices.ts'
import { takeLock } from './lock.ts'
import { createLoginThrottle } from './login-throttle.ts'
import type { ServerOptions } from './options.ts'
import { assertStrongSecrets } from './preflight.ts'
import { resetInstallation } from './reset.ts'
import { readOrCreateSecrets, type Secrets } from './secrets.ts'
import { readStaticFiles } from './static-files.ts'
import type { BackendFacts } from './worker-messages.ts'

export interface RunningServer {
  /** Where to open it on this machine. */
  readonly address: string
  readonly port: number
  readonly facts: BackendFacts
  /** Closes the socket and the database and gives the data folder back. */
  stop(): Promise<void>
}

/** Starts backend and page in this process. `onCrash` is called when the backend ends by itself. */
export async function startServer(
  options: ServerOptions, onCrash: () => void = () => undefined,
): Promise<RunningServer> {
  const unlock = await takeLock(options.dataFolder)
  try {
    if (options.reset) await resetInstallation(options)
    const secrets = await readOrCreateSecrets(options.dataFolder)
    assertStrongSecrets(secrets)
    await ensurePage(options)
    const certificate = options.https ? await readOrCreateCertificate(options.dataFolder) : null
    const backend = await startBackendClient({ ...options, secrets }, onCrash)
    const listening = await serve(options, secrets, backend, certificate)
    const shownHost = options.host.includes(':') ? `[${options.host}]` : options.host.replace('0.0.0.0', '127.0.0.1')
    return {
      address: `${options.https ? 'https' : 'http'}://${shownHost}:${listening.port}`,
      port: listening.port,
      facts: backend.facts,
      stop: async () => {
        await Promise.all([listening.close(), backend.stop()])
        await unlock()
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

async function serve(
  options: ServerOptions, secrets: Secrets, backend: BackendClient, certificate: Certificate | null,
): Promise<Listening> {
  try {
    const files = await readStaticFiles(options.pageFolder)
    if (options.killServiceWorker && await files.find(removalPath) === null) throw new StartRefused(
      `页面里没有 ${removalPath}，请重新构建。`, `The built page has no ${removalPath}: build it anew.`,
    )
    const app = createHttpApp({
      backend,
      files,
      headers: pageHeaders(await readInlineHashes(options.pageFolder), options.tileOrigins),
      tileOrigins: options.tileOrigins,
      throttle: createLoginThrottle(() => performance.now()),
      knownDevices: createKnownDevices(secrets.jwtSecret),
      publishableKey: secrets.publishableKey,
      accountDomain: options.accountDomain,
      name: options.name,
      killServiceWorker: options.killServiceWorker,
    })
    return await listen({ host: options.host, port: options.port, certificate, fetch: app.fetch })
  } catch (error) {
    await backend.stop()
    throw error
  }
}

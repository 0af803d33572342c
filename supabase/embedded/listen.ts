import { createServer as createHttpsServer } from 'node:https'
import { networkInterfaces } from 'node:os'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { StartRefused } from './failure.ts'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

export interface ListenOptions {
  readonly host: string
  /** null: 4173 or the next free one; 0: any. */
  readonly port: number | null
  readonly certificate: Certificate | null
  readonly fetch: Parameters<typeof createAdaptorServer>[0]['fetch']
}

export interface Listening {
  readonly port: number
  /** Ends idle connections at once and gives running answers a moment. */
  close(): Promise<void>
}

const firstPort = 4173
const portsTried = 20

/** Opens the listening socket. Throws StartRefused when no port is free. */
export async function listen({ host, port, certificate, fetch }: ListenOptions): Promise<Listening> {
  const ports = port === null ? Array.from({ length: portsTried }, (_, step) => firstPort + step) : [port]
  for (const candidate of ports) {
    const server = createAdaptorServer({
      fetch,
      ...(certificate === null ? {} : { createServer: createHttpsServer, serverOptions: certificate }),
    })
    const taken = await tryListen(server, candidate, host)
    if (taken === null) continue
    return { port: taken, close: () => close(server) }
  }
  throw new StartRefused(
    `端口被占用：${ports.join(', ')}。请用环境变量 PORT 指定其他端口。`,
    `No free port among ${ports.join(', ')}. Choose another with the environment variable PORT.`,
  )
}

/** The IPv4 addresses of this machine on its networks. */
export function networkAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => address.address)
}

function tryListen(server: ServerType, port: number, host: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else reject(error)
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => { resolve() })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    setTimeout(() => { if ('closeAllConnections' in server) server.closeAllConnections() }, 300).unref()
  })
}

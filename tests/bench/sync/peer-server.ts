import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A peer's server in a process of its own. */
export interface PeerServer {
  readonly address: string
  /** Sends JSON to a path and gives the answer's; throws for another status than 2xx. */
  send(method: string, path: string, body?: unknown): Promise<unknown>
  stop(): void
}

const ready = (child: ChildProcess) => new Promise<string>((resolve, reject) => {
  child.once('message', (address) => resolve(String(address)))
  child.once('exit', (code) => reject(new Error(`the peer ended with ${code}`)))
})

/** Starts a script of a peer that sends its address once it listens. */
export async function startPeer(script: string): Promise<PeerServer> {
  const child = fork(fileURLToPath(new URL(`../peers/${script}`, import.meta.url)), [], { execArgv: ['--import', 'tsx'] })
  const address = await ready(child)
  return {
    address,
    async send(method, path, body) {
      const answer = await fetch(`${address}/${path}`, {
        method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
      if (!answer.ok) throw new Error(`the peer answered ${answer.status} to ${method} ${path}`)
      const text = await answer.text()
      return text === '' ? null : JSON.parse(text) as unknown
    },
    stop: () => child.disconnect(),
  }
}

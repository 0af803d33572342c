import { execFile, fork, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Parcel } from '../../../src/domain/document.ts'
import type { Pulled } from './pull.ts'

const run = promisify(execFile)
const workspace = fileURLToPath(new URL('../peers/pouchdb', import.meta.url))

/** PouchDB's server with the same texts, and a phone of PouchDB's, each in a process of its own. */
export interface Pouch {
  readonly address: string
  pull(address: string): Promise<Pulled>
  /** Changes the first document at the server. */
  change(): Promise<void>
  stop(): void
}

/** Installs the peer's own workspace from its own lockfile, once. */
async function install(): Promise<void> {
  if (existsSync(join(workspace, 'node_modules', 'express-pouchdb'))) return
  console.log('installing PouchDB …')
  await run('npm', ['ci', '--prefix', workspace, '--ignore-scripts', '--engine-strict=false', '--legacy-peer-deps'],
    { maxBuffer: 64 * 1024 * 1024 })
}

const start = (name: string): ChildProcess => fork(join(workspace, name), [], { execArgv: ['--import', 'tsx'] })

/** The next message of a process; throws when it ends instead. */
const answerOf = (child: ChildProcess) => new Promise<unknown>((resolve, reject) => {
  child.once('message', resolve)
  child.once('exit', (code) => reject(new Error(`the peer ended with ${code}`)))
})

async function send(address: string, method: string, body: object = {}): Promise<{ rev?: string }> {
  const answer = await fetch(address, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`PouchDB's server answered ${answer.status}`)
  return await answer.json() as { rev?: string }
}

/** Starts both and gives the server every text as a document. */
export async function openPouch(parcels: readonly Parcel[]): Promise<Pouch> {
  await install()
  const server = start('serve.ts')
  const address = String(await answerOf(server))
  await send(`${address}/activities`, 'PUT')
  const docs = parcels.map(({ id, sha256, text }) => ({ _id: id, sha256, text }))
  for (let from = 0; from < docs.length; from += 500)
    await send(`${address}/activities/_bulk_docs`, 'POST', { docs: docs.slice(from, from + 500) })
  const phone = start('pull.ts')
  return {
    address,
    async pull(from) {
      phone.send(from)
      const answer = await answerOf(phone) as Pulled & { readonly error?: string }
      if (answer.error) throw new Error(answer.error)
      return answer
    },
    async change() {
      const path = `${address}/activities/${parcels[0]?.id}`
      const held = await (await fetch(path)).json() as object
      await send(path, 'PUT', { ...held, changed: true })
    },
    stop() {
      phone.disconnect()
      server.disconnect()
    },
  }
}

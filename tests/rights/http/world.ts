import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBackend } from '../../../supabase/embedded/backend.ts'
import type { Database, OpenDatabase } from '../../../supabase/embedded/database.ts'
import { createObjectStore } from '../../../supabase/embedded/object-store.ts'
import { makeSecrets } from '../../../supabase/embedded/secrets.ts'
import { stranger, userOf } from '../../supabase/schemas/cast.ts'
import { pictureOf } from '../scene/payloads.ts'
import { idOf, recordNames } from '../scene/records.ts'
import { everybody, type Who } from '../scene/who.ts'
import { createExposedApi } from './exposed.ts'
import { serve } from './server.ts'

export interface Sent {
  readonly method?: string
  readonly body?: unknown
  /** Bytes or text that go as they are. */
  readonly raw?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A server with the scene behind it, asked over HTTP by people who have signed in. */
export interface World {
  readonly database: Database
  /** Asks the installation as it is delivered. */
  ask(who: Who, path: string, sent?: Sent): Promise<Response>
  /** Asks the same database with every schema exposed. */
  askExposed(who: Who, path: string, sent?: Sent): Promise<Response>
  close(): Promise<void>
}

const password = 'a-long-password'
const emailOf = (who: Who): string => `${who.toLowerCase()}@accounts.test.local`
/** A token lives 15 minutes. */
const renewAfter = 8 * 60_000

/** Gives the auth user of a persona the id that its account names. */
const renameSql = `
  update auth.identities set user_id = $2 where user_id = $1;
  update auth.users set id = $2 where id = $1;`

export async function openWorld(open: OpenDatabase): Promise<World> {
  const { database } = open
  const storageFolder = await mkdtemp(join(tmpdir(), 'xingxun-rights-storage-'))
  const secrets = await makeSecrets()
  const backend = await createBackend({ open, secrets, storageFolder })
  const delivered = await serve(backend.fetch, secrets.publishableKey)
  const exposed = await serve(await createExposedApi(open, secrets), secrets.publishableKey)
  for (const { who } of everybody) {
    if (who === 'anon') continue
    const made = await backend.signUp(emailOf(who), password)
    const id = who === 'stranger' ? stranger : userOf(who)
    await database.transaction(async (tx) => {
      await tx.exec('set local session_replication_role = replica')
      await tx.exec('delete from auth.refresh_tokens; delete from auth.sessions')
      for (const statement of renameSql.trim().split(';').filter(Boolean)) {
        await tx.query(statement, [made, id])
      }
    })
  }
  await storePictures(storageFolder)

  const signIn = async (who: Who): Promise<string> => {
    const response = await fetch(`${delivered.address}/auth/v1/token?grant_type=password`, {
      method: 'POST', headers: { apikey: secrets.publishableKey, 'content-type': 'application/json' },
      body: JSON.stringify({ email: emailOf(who), password }),
    })
    const { access_token: token } = await response.json() as { access_token?: string }
    if (token === undefined) throw new Error(`${who} cannot sign in: ${response.status}`)
    return token
  }
  const tokens = new Map<Who, { token: Promise<string>; at: number }>()
  const tokenOf = (who: Who): Promise<string> => {
    const known = tokens.get(who)
    if (known && Date.now() - known.at < renewAfter) return known.token
    const token = signIn(who)
    tokens.set(who, { token, at: Date.now() })
    return token
  }
  const askAt = (address: string): World['ask'] => async (who, path, { method, body, raw, headers = {} } = {}) => {
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    return fetch(address + path, {
      method: method ?? (text === undefined ? 'GET' : 'POST'),
      headers: {
        apikey: secrets.publishableKey, 'content-profile': 'api', 'accept-profile': 'api', 'content-type': 'application/json',
        ...(who === 'anon' ? {} : { authorization: `Bearer ${await tokenOf(who)}` }), ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
    })
  }
  return {
    database, ask: askAt(delivered.address), askExposed: askAt(exposed.address),
    close: async () => {
      await Promise.all([delivered.close(), exposed.close()])
      await rm(storageFolder, { recursive: true, force: true })
    },
  }
}

async function storePictures(folder: string): Promise<void> {
  const store = createObjectStore(folder)
  for (const name of recordNames) {
    await store.uploadObject('photos', `${idOf(name)}/${pictureOf(name).sha256}`, undefined, new Uint8Array([1, 2, 3]), 'image/jpeg', 'no-cache')
  }
}

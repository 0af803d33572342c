import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Database } from './database.ts'

export interface DemoAccount {
  readonly name: string
  readonly password: string
  readonly role: string
}

export interface SeedContext {
  readonly database: Database
  /** Creates an auth user, gives its id. */
  signUp(email: string, password: string): Promise<string>
  /** Account `name` signs in as `name@accountDomain`. */
  readonly accountDomain: string
  /** Keeps the bytes of an object; its row in storage.objects is the seed's own affair. */
  writeObject(bucket: string, name: string, bytes: Uint8Array, type: string): Promise<unknown>
  /** Drops the bytes of an object; fine when there are none. */
  removeObject(bucket: string, name: string): Promise<unknown>
}

export interface TickContext {
  readonly database: Database
  /** The bytes of a stored object, null when there is none. */
  readObject(bucket: string, name: string): Promise<Uint8Array | null>
  now(): Date
}

/** `demo/seed.ts`: made-up data to try things out with. */
export interface DemoModule {
  seed(context: SeedContext): Promise<{ accounts: readonly DemoAccount[] }>
  removeDemo?(context: SeedContext): Promise<void>
}

/** `reference/seed.ts`: areas, rules and other data that every installation needs. */
export interface ReferenceModule {
  seedReference(database: Database): Promise<void>
}

/** `jobs/tick.ts`: background work, one round. */
export interface TickModule {
  /** `trouble` is what kept a round from settling a photo, null where nothing did; see `supabase/jobs/tick.ts`. */
  tick(context: TickContext): Promise<{ confirmed: number; refused: number; more: boolean; trouble: unknown }>
}

/** Loads `<supabase folder>/demo/seed.ts`, or null when it is not there. */
export const loadDemo = (supabaseFolder: string): Promise<DemoModule | null> =>
  load<DemoModule>(join(supabaseFolder, 'demo', 'seed.ts'))

/** Loads `<supabase folder>/reference/seed.ts`, or null when it is not there. */
export const loadReference = (supabaseFolder: string): Promise<ReferenceModule | null> =>
  load<ReferenceModule>(join(supabaseFolder, 'reference', 'seed.ts'))

/** Loads `<supabase folder>/jobs/tick.ts`, or null when it is not there. */
export const loadTick = (supabaseFolder: string): Promise<TickModule | null> =>
  load<TickModule>(join(supabaseFolder, 'jobs', 'tick.ts'))

async function load<Module>(path: string): Promise<Module | null> {
  if (!existsSync(path)) return null
  return await import(/* @vite-ignore */ pathToFileURL(path).href) as Module
}

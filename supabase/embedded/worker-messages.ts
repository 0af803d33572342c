import type { Engine } from './database.ts'
import type { DemoAccount } from './hooks.ts'
import type { Secrets } from './secrets.ts'

/** A request as it crosses to the worker; the body is transferred, not copied. */
export interface ForwardedRequest {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: ArrayBuffer | null
  readonly peerAddress: string | null
}

export interface ForwardedResponse {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: ArrayBuffer | null
}

/** How the worker is to start. */
export interface WorkerSettings {
  /** postgres:// address; null for PGlite in the data folder. */
  readonly databaseUrl: string | null
  readonly dataFolder: string
  /** Holds migrations, demo, reference and jobs. */
  readonly supabaseFolder: string
  readonly accountDomain: string
  readonly secrets: Secrets
  readonly host: string
  readonly allowDemoOnNetwork: boolean
  readonly demo: boolean
  readonly removeDemo: boolean
  readonly newEpoch: boolean
}

/** What the worker found or made at its start. */
export interface BackendFacts {
  readonly engine: Engine
  /** Newest migration, fourteen digits; empty without migrations. */
  readonly schemaVersion: string
  readonly accounts: readonly DemoAccount[]
}

export type ToWorker =
  | { readonly kind: 'request'; readonly id: number; readonly request: ForwardedRequest }
  | { readonly kind: 'stop' }

export type FromWorker =
  | { readonly kind: 'ready'; readonly facts: BackendFacts }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'response'; readonly id: number; readonly response: ForwardedResponse }
  | { readonly kind: 'stopped' }

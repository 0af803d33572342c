import type { Joining, PeopleAdmin } from '@/domain/people-admin'
import type { Remote, Session } from '@/domain/ports'
import type { Reports } from '@/domain/reports'
import type { SessionSheet } from '@/domain/session-sheet'
import type { Calls } from './calls'
import { openServer, type ServerParts } from './client'
import { loadConfig, rememberedConfig, type ServerConfig } from './config'
import { fetched } from './fetched'
import { openSession } from './session'

/** The server, all of it: what main.ts hands out by port. */
export interface RemoteAdapter {
  readonly remote: Remote
  readonly session: Session
  readonly reports: Reports
  /** Fetched when it is first asked for. */
  sessionSheet(): Promise<SessionSheet>
  readonly peopleAdmin: PeopleAdmin
  joining(): Promise<Joining>
  config(): Promise<ServerConfig | null>
  rememberedConfig(): ServerConfig | null
}

export function openRemote(parts: ServerParts = {}): RemoteAdapter {
  const open = openServer(parts)
  let calls: Promise<Calls> | undefined
  const theCalls = () => (calls ??= import('./calls').then(({ openCalls }) => openCalls(open), (error: unknown) => {
    calls = undefined
    throw error
  }))
  return {
    remote: fetched(async () => (await theCalls()).remote),
    session: openSession(open),
    reports: fetched(async () => (await theCalls()).reports),
    sessionSheet: async () => (await import('./session-sheet')).openSessionSheet(open),
    peopleAdmin: fetched(async () => (await import('./people-admin')).openPeopleAdmin(open)),
    joining: async () => (await import('./joining')).openJoining(open),
    config: parts.config ?? loadConfig,
    rememberedConfig,
  }
}

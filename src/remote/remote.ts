import type { Remote, Session } from '@/domain/ports'
import type { Reports } from '@/domain/reports'
import type { SessionSheet } from '@/domain/session-sheet'
import { openServer, type ServerParts } from './client'
import { loadConfig, rememberedConfig, type ServerConfig } from './config'
import { openDocuments } from './documents'
import { openFillings } from './fillings'
import { openPacks } from './packs'
import { openPhotos } from './photos'
import { openPlans } from './plans'
import { openReports } from './reports'
import { openSession } from './session'

/** The server, all of it: what main.ts hands out by port. */
export interface RemoteAdapter {
  readonly remote: Remote
  readonly session: Session
  readonly reports: Reports
  /** Fetched when it is first asked for. */
  sessionSheet(): Promise<SessionSheet>
  config(): Promise<ServerConfig | null>
  rememberedConfig(): ServerConfig | null
}

export function openRemote(parts: ServerParts = {}): RemoteAdapter {
  const open = openServer(parts)
  return {
    remote: { ...openDocuments(open), ...openPacks(open), ...openPhotos(open), ...openPlans(open), ...openFillings(open) },
    session: openSession(open),
    reports: openReports(open),
    sessionSheet: async () => (await import('./session-sheet')).openSessionSheet(open),
    config: parts.config ?? loadConfig,
    rememberedConfig,
  }
}

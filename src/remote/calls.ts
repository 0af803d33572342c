import type { Remote } from '@/domain/ports'
import type { Reports } from '@/domain/reports'
import type { Server } from './client'
import { openArchive } from './archive'
import { openBoards } from './boards'
import { openChecklists } from './checklists'
import { openDocuments } from './documents'
import { openFillings } from './fillings'
import { openLedger } from './ledger'
import { openPacks } from './packs'
import { openPhotos } from './photos'
import { openPlans } from './plans'
import { openReports } from './reports'

/** What the app asks of the server once somebody is signed in. */
export interface Calls {
  readonly remote: Remote
  readonly reports: Reports
}

export const openCalls = (open: () => Promise<Server | null>): Calls => ({
  remote: {
    ...openDocuments(open), ...openPacks(open), ...openPhotos(open), ...openPlans(open), ...openFillings(open), ...openLedger(open), ...openArchive(open),
  },
  reports: { ...openReports(open), ...openBoards(open), ...openChecklists(open) },
})

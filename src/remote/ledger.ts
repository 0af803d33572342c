import { success } from '@/domain/failure'
import type { Remote } from '@/domain/ports'
import { call, type Server } from './client'

export const openLedger = (open: () => Promise<Server | null>): Pick<Remote, 'tellLedger'> => ({
  async tellLedger(statement) {
    const answer = await call(open, 'tell_ledger', { statement: JSON.stringify(statement) })
    return answer.ok ? success(undefined) : answer
  },
})

import { success } from '@/domain/failure'
import type { Remote } from '@/domain/ports'
import { call, type Server } from './client'

export const openFillings = (open: () => Promise<Server | null>): Pick<Remote, 'putFillings'> => ({
  async putFillings(times) {
    const answer = await call(open, 'put_filling_times', { times: JSON.stringify(times) })
    return answer.ok ? success(undefined) : answer
  },
})

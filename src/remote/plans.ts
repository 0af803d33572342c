import { success } from '@/domain/failure'
import type { Remote } from '@/domain/ports'
import { call, type Server } from './client'

export const openPlans = (open: () => Promise<Server | null>): Pick<Remote, 'putPlan'> => ({
  async putPlan(plan) {
    const answer = await call(open, 'put_plan', { plan })
    return answer.ok ? success(undefined) : answer
  },
})

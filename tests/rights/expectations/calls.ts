import { decisionCalls } from './calls-of-decisions.ts'
import { peopleCalls } from './calls-of-people.ts'
import { placeCalls } from './calls-of-places.ts'
import { recordCalls } from './calls-of-records.ts'
import { ownCalls } from './calls-of-ones-own.ts'
import type { Call } from './call.ts'

export { sqlOf, type Call } from './call.ts'

/** Calls of functions with what they answer to whom. */
export const calls: readonly Call[] = [...ownCalls, ...recordCalls, ...decisionCalls, ...peopleCalls, ...placeCalls]

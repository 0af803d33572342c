import { calls, sqlOf } from '../expectations/calls.ts'
import type { Facts } from '../scene/who.ts'
import type { Cell } from './cell.ts'

/** What each call of the expectations answers to a persona. */
export const callCells = (who: Facts): Cell[] => calls.map((call) =>
  ({ about: call.about, verb: 'call', statement: sqlOf(call), expected: call.answers(who), classes: 1 }))

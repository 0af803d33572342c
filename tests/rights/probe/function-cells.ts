import type { Caller } from '../expectations/functions.ts'
import type { Facts } from '../scene/who.ts'
import type { Cell } from './cell.ts'

/** Whether a persona may execute a function. */
export function functionCell({ name, signature }: { name: string; signature: string }, caller: Caller, who: Facts): Cell {
  const allowed = caller === 'anyone' || (caller === 'signedIn' && who.signedIn)
  const [schema = ''] = name.split('.')
  return {
    about: signature, verb: 'execute', classes: 1, expected: String(allowed),
    statement: `select (has_schema_privilege('${schema}', 'usage') and has_function_privilege('${signature}', 'execute'))::text`,
  }
}

import { emptyResult, type Result } from '../probe/cell.ts'
import { undone, type Arranged } from '../probe/undone.ts'
import { functionLints } from './function-lints.ts'
import { findingsOf, sing, type Lint } from './lint.ts'
import { policyLints } from './policy-lints.ts'
import { tableLints } from './table-lints.ts'

export const lints: readonly Lint[] = [...tableLints, ...policyLints, ...functionLints]

/** Every rule on the catalogue as it is, and once more with its canary in it: silent first, then not. */
export const checkLints = (database: Arranged): Promise<Result> => undone(database, async (tx) => {
  const result = emptyResult()
  for (const lint of lints) {
    const found = await findingsOf(tx, lint)
    const said = await sing(tx, lint)
    result.cells['lint'] = (result.cells['lint'] ?? 0) + 1
    result.cells['canary'] = (result.cells['canary'] ?? 0) + 1
    for (const each of found) result.mismatches.push({ who: 'catalogue', about: lint.name, verb: 'lint', expected: 'nothing', found: each })
    if (!said.includes(lint.says)) {
      result.mismatches.push({ who: 'catalogue', about: lint.name, verb: 'canary', expected: lint.says, found: said.join(', ') || 'silence' })
    }
  }
  return result
})

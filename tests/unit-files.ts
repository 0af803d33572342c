import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/**
 * What a file leaves behind in its process for the next: modules that were replaced, globals of the platform, and a pretended
 * disk, whose library remembers by name what a disk held.
 */
const leaves = /\bvi\.(?:mock|doMock|hoisted|resetModules)\(|_tickCallback|'fake-indexeddb/

const imported = (path: string, text: string): string[] => [...text.matchAll(/(?:from|import\(?) ?'(\.[^']+\.ts)'/g)]
  .map(([, name]) => join(dirname(path), name ?? ''))

/** Files below `tests/` that leave something behind, themselves or by what they import from there. */
export function filesApart(root: string): string[] {
  const tests = join(root, 'tests')
  const known = new Map<string, boolean>()
  function leavesSomething(path: string): boolean {
    const before = known.get(path)
    if (before !== undefined || !path.startsWith(tests) || !existsSync(path)) return before ?? false
    known.set(path, false)
    const text = readFileSync(path, 'utf8')
    const found = leaves.test(text) || imported(path, text).some(leavesSomething)
    known.set(path, found)
    return found
  }
  return readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(tests, name)).filter(leavesSomething).map((path) => relative(root, path))
}

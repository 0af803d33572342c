import { runCli } from '../../supabase/schemas/supabase-cli.ts'
import { emptyResult, type Result } from '../probe/cell.ts'

interface Advice { readonly name: string; readonly level: string; readonly detail: string }

/** Advice that we do not follow, by its rule, and why. Security has none. */
const declined: Readonly<Record<string, string>> = {
  multiple_permissive_policies: 'a policy is one reason for seeing a row, in a sentence; reasons of one table are few and constant',
  unused_index: 'the database was made a moment ago and nothing has read it',
  unindexed_foreign_keys: 'references that restrict, to rows that are never deleted; those that cascade begin an index, which the catalogue test holds',
}

/** The official advisors of Supabase on a database. They connect by address, so that PGlite has none. */
export async function checkAdvisors(url: string | null): Promise<Result> {
  const result = emptyResult()
  if (url === null) return result
  const { code, output } = await runCli(['db', 'advisors', '--db-url', `${url}?sslmode=disable`, '--type', 'all', '--level', 'info',
    '--fail-on', 'none', '--output-format', 'json'])
  const complain = (about: string, found: string) => {
    result.mismatches.push({ who: 'advisor', about, verb: 'advice', expected: 'none', found })
  }
  const text = output.slice(output.indexOf('{"results"'))
  if (code !== 0 || !text.startsWith('{"results"')) {
    complain('supabase db advisors', `exit ${code}: ${output.slice(0, 300)}`)
    return result
  }
  const { results } = JSON.parse(text.slice(0, text.lastIndexOf('}') + 1)) as { results: readonly Advice[] }
  for (const { name, level, detail } of results) {
    result.cells[`advice ${name}`] = (result.cells[`advice ${name}`] ?? 0) + 1
    if (!(name in declined)) complain(`${level} ${name}`, detail)
  }
  result.cells['advisors run'] = 1
  for (const name of Object.keys(declined)) if (!results.some((each) => each.name === name)) complain(name, 'declined, and not given')
  return result
}

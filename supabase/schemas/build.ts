import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = new URL('.', import.meta.url)
const target = new URL('../migrations/20261122000000_first_release.sql', here)

/** The schema files in their order, as one migration. */
export function joinSchemas(): string {
  const files = readdirSync(here).filter((name) => name.endsWith('.sql')).sort()
  return files.map((name) => `-- ${name}\n${readFileSync(new URL(name, here), 'utf8').trim()}\n`).join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, joinSchemas())
  console.log(`wrote ${target.pathname.split('/').slice(-3).join('/')}`)
}

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ChecklistTemplate, PublishedChecklist } from '../../src/domain/checklist/template.ts'

/** A checklist of reference/checklists as `seedReference` publishes it: its hash is that of the text in one line. */
export function publishedChecklist(file: string): PublishedChecklist {
  const template = JSON.parse(
    readFileSync(new URL(`../reference/checklists/${file}.json`, import.meta.url), 'utf8')) as ChecklistTemplate
  return { template, sha256: createHash('sha256').update(JSON.stringify(template)).digest('hex') }
}

import type { Workplace } from '@/container'
import { saveFile } from '@/ui/save-file'
import { lineOf } from '../history/record-view'

declare const __APP_VERSION__: string

/** Saves a file with the last events, the version, and the states of queue and storage: no personal data, no content. */
export async function exportDiagnosis(local: Workplace['local']): Promise<void> {
  const states: Record<string, number> = {}
  for (const view of await local.records.list()) {
    const { delivery } = lineOf(view)
    states[delivery] = (states[delivery] ?? 0) + 1
  }
  const content = {
    version: __APP_VERSION__,
    at: new Date().toISOString(),
    browser: navigator.userAgent,
    storage: await navigator.storage?.estimate?.(),
    persisted: await navigator.storage?.persisted?.(),
    packs: [...(await local.packs.versions())],
    records: states,
    events: await local.events.last(),
  }
  saveFile(`xingxun-diagnosis-${content.at.slice(0, 10)}.json`,
    new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }))
}

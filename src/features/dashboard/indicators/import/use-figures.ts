import { computed, ref, shallowRef } from 'vue'
import { useContainer } from '@/container'
import { chinaMonth } from '@/domain/day'
import type { Failure } from '@/domain/failure'
import type { AreaFigureVerdict } from '@/domain/saved-view'
import { largestFile } from '@/fields/spreadsheet/limits'
import type { ReadSheet } from '@/fields/spreadsheet/workbook'
import { figureHeaderOf, pastedSheet, readFigures, type Columns } from './rows'

const atOnce = 500

/** Figures about areas out of a spreadsheet or pasted lines: read, judged, shown, and only then sent; the server judges again. */
export function useFigures() {
  const { reports, clock } = useContainer()
  const sheet = shallowRef<ReadSheet<Columns> | null>(null)
  const year = ref<number | null>(Number(chinaMonth(new Date(clock.now())).slice(0, 4)) - 1)
  const source = ref('')
  const trouble = ref<string | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  /** The server's word on each good line, in their order, once it was asked. */
  const verdicts = shallowRef<readonly AreaFigureVerdict[] | null>(null)

  const lines = computed(() => (sheet.value ? readFigures(sheet.value, { year: year.value ?? Number.NaN, source: source.value }) : []))
  const good = computed(() => lines.value.filter(({ problem }) => problem === null))
  /** What becomes of each line: `good` until it was sent, then `taken`, else why not. */
  const states = computed(() => {
    let sent = 0
    return lines.value.map((line) => ({ ...line, state: line.problem ?? (verdicts.value ? verdicts.value[sent++] ?? 'taken' : 'good') }))
  })

  function startOver() {
    sheet.value = null
    verdicts.value = trouble.value = failure.value = null
  }
  async function readFile(file: File) {
    startOver()
    busy.value = true
    const { readSheet } = await import('@/fields/spreadsheet/workbook')
    // Not even read when it is too large.
    const answer = file.size > largestFile ? { trouble: 'tooLarge' as const }
      : await readSheet(new Uint8Array(await file.arrayBuffer()), figureHeaderOf)
    if ('trouble' in answer) trouble.value = answer.trouble
    else sheet.value = answer.sheet
    busy.value = false
  }
  function readText(text: string) {
    startOver()
    sheet.value = pastedSheet(text)
    if (!sheet.value || lines.value.length === 0) trouble.value = sheet.value ? 'noRows' : 'noNameColumn'
  }
  async function send() {
    if (busy.value) return
    busy.value = true
    failure.value = null
    const said: AreaFigureVerdict[] = []
    for (let at = 0; at < good.value.length && !failure.value; at += atOnce) {
      const answer = await reports.importFigures(good.value.slice(at, at + atOnce).map(({ figure }) => figure))
      if (answer.ok) said.push(...answer.value)
      else failure.value = answer.failure
    }
    busy.value = false
    // A second sending replaces what the first one wrote: nothing is lost where it broke off.
    if (!failure.value) verdicts.value = said
  }

  return { lines, states, good, verdicts, year, source, trouble, failure, busy, readFile, readText, send, startOver }
}

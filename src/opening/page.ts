import { statusTones } from '@/features/history/tones'
import type { ListedRecord } from '@/domain/listed-record'
import { mostOpen, todayList } from '@/domain/today-list'
import { icon, link, node } from './node'
import type { OpeningWords } from './words'

/** Where a tap on a record's line leads. */
const pathOf = ({ id, status }: ListedRecord) => (status === 'draft' ? `/capture/${id}` : `/records/${id}`)

function badge(tone: string, label: string): Node {
  return node('span', `x-status x-tone-${tone}`, label)
}

/** As `RecordRow.vue` draws a line before its whole is read. */
export function row(line: ListedRecord, words: OpeningWords): HTMLElement {
  const kind = words.kinds[line.kind] ?? ''
  const title = line.title || words.today.untitled.replace('{kind}', kind)
  const states = node('span', 'record-row-states', ...(line.practice ? [badge('neutral', words.status['practice'] ?? '')] : []),
    badge(statusTones[line.status], words.status[line.status] ?? ''))
  const leading = node('span', 'x-row-leading', icon(words.icons.leaf, 1.5))
  return link('x-row x-row--open', pathOf(line), leading, node('span', 'x-row-words',
    node('span', 'x-row-title', title),
    node('span', 'x-row-detail', [kind, line.day, line.place_name].filter(Boolean).join(' · ')),
    node('span', 'x-row-below', states)), icon(words.icons.chevron, 1.125, 'x-row-chevron'))
}

function card(title: string, rows: readonly Node[], more: string): Node {
  return node('section', 'x-card x-card--flush', node('div', 'x-card-head', node('h2', 'x-card-title', title)),
    node('div', 'x-card-body', ...rows),
    ...(more ? [node('div', 'x-card-footer', node('span', 'x-row', node('span', 'x-row-words', node('span', 'x-row-title', more))))] : []))
}

/** Today below its heading, as `TodayPage.vue` draws it. `lines` newest first; `starts`: this person may record. */
export function todayParts(lines: readonly ListedRecord[], words: OpeningWords, starts: boolean): Node[] {
  const { open, recent } = todayList(lines)
  const rows = (some: readonly ListedRecord[]) => some.map((line) => row(line, words))
  const { start, all } = words.today
  return [
    ...(starts ? [link('x-button today-start x-button--primary x-button--block', '/start', icon(words.icons.plus, 1.25), node('span', '', start))] : []),
    ...(open.length > 0 ? [card(words.today.open, rows(open.slice(0, mostOpen)), open.length > mostOpen ? all : '')] : []),
    ...(recent.length > 0 ? [card(words.today.recent, rows(recent), all)] : []),
  ]
}

/** A page that was asked for before the app has come: its heading, and bones where the rest will stand. */
export function waitingParts(title: string, words: OpeningWords): Node[] {
  const bones = () => node('div', 'x-bones-row', node('span', 'x-bones-lines',
    node('span', 'x-bone x-bones-title'), node('span', 'x-bone x-bones-detail')))
  const wayBack = link('x-icon-button x-icon-button--plain x-head-back', '/', icon(words.icons.back, 1.5))
  wayBack.setAttribute('aria-label', words.back)
  return [node('header', 'x-head', node('div', 'x-head-row', wayBack,
    node('div', 'x-head-words', node('h1', 'x-head-title', title)))), node('div', 'x-bones', bones(), bones(), bones())]
}

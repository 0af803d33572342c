import { statusTones } from '@/features/history/tones'
import type { Identity } from '@/domain/ports'
import type { ListedRecord } from '@/domain/listed-record'
import { mostOpen, todayList } from '@/domain/today-list'
import { icon, link, node } from './node'
import type { OpeningWords } from './words'

/** Where a tap on a record's line leads. */
const pathOf = ({ id, status }: ListedRecord) => (status === 'draft' ? `/capture/${id}` : `/records/${id}`)

function badge(tone: string, label: string): Node {
  return node('span', `x-status x-tone-${tone}`, label)
}

function line(glyph: string, to: string, words: OpeningWords, inside: readonly Node[]): HTMLElement {
  return link('x-row x-row--open', to, node('span', 'x-row-leading', icon(glyph, 1.5)),
    node('span', 'x-row-words', ...inside), icon(words.icons.chevron, 1.125, 'x-row-chevron'))
}
const title = (text: string) => node('span', 'x-row-title', text)
const detail = (text: string) => node('span', 'x-row-detail', text)
const flush = (...inside: readonly Node[]) => node('section', 'x-card x-card--flush', ...inside)
const body = (...inside: readonly Node[]) => node('div', 'x-card-body', ...inside)

/** As `RecordRow.vue` draws a line before its whole is read. */
export function row(record: ListedRecord, words: OpeningWords): HTMLElement {
  const kind = words.kinds[record.kind] ?? ''
  const states = node('span', 'record-row-states', ...(record.practice ? [badge('neutral', words.status['practice'] ?? '')] : []),
    badge(statusTones[record.status], words.status[record.status] ?? ''))
  return line(words.icons.leaf, pathOf(record), words, [
    title(record.title || words.today.untitled.replace('{kind}', kind)),
    detail([kind, record.day, record.place_name].filter(Boolean).join(' · ')),
    node('span', 'x-row-below', states),
  ])
}

function card(heading: string, rows: readonly Node[], more: string): Node {
  return flush(node('div', 'x-card-head', node('h2', 'x-card-title', heading)), body(...rows),
    ...(more ? [node('div', 'x-card-footer', node('span', 'x-row', node('span', 'x-row-words', title(more))))] : []))
}

/** What stands above the records of whoever manages an area or an organisation. */
function managing({ memberships }: Identity, words: OpeningWords): Node[] {
  const { today, icons } = words
  const area = memberships.find(({ role }) => role === 'area_manager')
  const organisation = memberships.find(({ role }) => role === 'organisation_manager')
  return [
    ...(area ? [flush(body(line(icons.map, '/map', words, [title(today.manager.replace('{area}', area.area_name))])))] : []),
    ...(organisation
      ? [flush(body(line(icons.copy, `/duplicates?scope=organisation-${organisation.organisation_id}`, words,
        [title(today.duplicates), detail(organisation.organisation_name)])))]
      : []),
  ]
}

/** Today below its heading, as `TodayPage.vue` draws it. `records` newest first; `starts`: this person may record. */
export function todayParts(records: readonly ListedRecord[], identity: Identity, starts: boolean, words: OpeningWords): Node[] {
  const { open, recent } = todayList(records)
  const rows = (some: readonly ListedRecord[]) => some.map((record) => row(record, words))
  const { start, all } = words.today
  return [
    ...managing(identity, words),
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

import { identityBook } from '@/app/identity-book'
import type { PersonId } from '@/domain/id'
import type { Identity } from '@/domain/ports'
import { readStanding, type Standing } from '@/local/rescue/export'
import { peopleHere } from '@/local/rescue/raw'
import '@/ui/tokens.css'
import '@/ui/base.css'
import { element } from './element'
import { exportForm } from './export-form'
import './recover.css'
import { removeCard } from './remove-offline'
import { locale, say, words } from './words'

/** Who used the app last here; null where that is not known, or not readable any more. */
function lastIdentity(): Identity | null {
  try {
    return identityBook.read()
  } catch (error) {
    console.warn('the identity cannot be read', error)
    return null
  }
}

/** What waits, a sentence for each kind of it. */
const sentencesOf = ({ records, pictures, corrections, plans }: Standing): readonly string[] => [
  ...(records > 0 ? [say(words.waiting, { records, pictures })] : []),
  ...(corrections > 0 ? [say(words.waitingCorrections, { count: corrections })] : []),
  ...(plans > 0 ? [say(words.waitingPlans, { count: plans })] : []),
]

/** What this browser keeps of one person; null when it keeps nothing. */
async function personCard(person: PersonId, known: string): Promise<HTMLElement | null> {
  const card = element('section', { class: 'recover-card', 'data-person': person },
    element('h2', {}, known || say(words.someone, { tail: person.slice(-4) })))
  try {
    const standing = await readStanding(indexedDB, person)
    if (!standing) return null
    const sentences = sentencesOf(standing)
    if (sentences.length === 0) card.append(element('p', {}, words.nothing))
    else card.append(...sentences.map((text) => element('p', { class: 'recover-count' }, text)), exportForm(person, known))
  } catch (error) {
    card.append(element('p', { class: 'recover-note', 'data-tone': 'danger' }, say(words.unreadable, { reason: String(error) })))
  }
  return card
}

/** Draws the page. It needs nothing of the app: neither its other files, nor its libraries, nor a network. */
async function show(): Promise<void> {
  const theme = localStorage.getItem('xingxun.theme')
  if (theme && theme !== 'auto') document.documentElement.dataset['theme'] = theme
  document.documentElement.lang = locale
  document.title = words.title
  const list = element('div', { class: 'recover-list' }, element('p', {}, words.looking))
  document.body.append(element('main', { class: 'recover' },
    element('h1', {}, words.title), element('p', {}, words.intro), list, removeCard(),
    element('p', {}, element('a', { href: '/' }, words.open))))
  const identity = lastIdentity()
  const known = identity ? [identity.personId] : []
  const people = await peopleHere(indexedDB, known).catch((error: unknown) => {
    console.warn('the stores cannot be listed', error)
    return known
  })
  const cards = await Promise.all(people.map((person) =>
    personCard(person, identity?.personId === person ? identity.name : '')))
  const found = cards.filter((card) => card !== null)
  list.replaceChildren(...(found.length > 0 ? found : [element('p', { class: 'recover-card' }, words.none)]))
}

void show()

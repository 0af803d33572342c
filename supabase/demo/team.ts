import type { Participant } from '../../src/domain/header.ts'
import { demoPeople, type KnownPerson } from './people.ts'
import type { Random } from './random.ts'

/** Four to eight people of the author's organisation; the highest title leads. The author is always among them. */
export function teamOf(author: KnownPerson, random: Random): Participant[] {
  const others = demoPeople.filter(({ organisation, id }) => organisation === author.organisation && id !== author.id)
  const chosen = [author, ...random.shuffle(others).slice(0, random.int(3, 7))]
  const lead = chosen.find(({ title_level }) => title_level === 'senior')
    ?? chosen.find(({ title_level }) => title_level === 'associate_senior') ?? author
  return chosen.map(({ id, title_level, category }) => ({
    person_id: id,
    role: id === lead.id ? 'lead' : id === author.id ? 'recorder' : 'member',
    title_level,
    category,
  }))
}

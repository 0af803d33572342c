import { initialsOf } from './pinyin'

/** What an account may be called; SQL has the same pattern. */
export const isAccountName = (name: string): boolean => /^[a-z0-9._-]{3,32}$/u.test(name)

/** As people type it: without blanks at the ends, in small letters. */
export const plainAccountName = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

/**
 * A name to begin with: the initials of a person's name and digits that make it likely to be free, or, where an account
 * is replaced, its name and one digit more. `random` gives a byte or more of chance.
 */
export function proposeAccountName(person: string, replaced: string | null, random: Uint8Array): string {
  const chance = random.reduce((sum, byte) => (sum * 256 + byte) % 9000, 0)
  if (replaced !== null) return `${replaced.slice(0, 31)}${2 + (chance % 8)}`
  const initials = (initialsOf(person)[0] ?? '').replace(/[^a-z0-9]/gu, '').slice(0, 12)
  return `${initials || 'user'}${1000 + chance}`
}

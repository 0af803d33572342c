import { icons, type IconName } from './icons'

export interface ShellWords {
  readonly today: string
  readonly records: string
  readonly create: string
  readonly map: string
  readonly me: string
  /** Names the bar for screen readers. */
  readonly places: string
}

const isIcon = (name: string): name is IconName => name in icons
const isWord = (name: string, words: ShellWords): name is keyof ShellWords => name in words

/**
 * The first paint: shell.html with its words and icons put in, to stand inside the element the app mounts on. The words
 * are trusted text of the locale files. Throws on a place it does not know, so that a build fails rather than a page.
 */
export const fillShell = (html: string, words: ShellWords): string =>
  html.replace(/\{\{([\w:-]+)\}\}/g, (_, place: string) => {
    const [kind = '', name = ''] = place.split(':')
    if (kind === 'icon' && isIcon(name)) return `<svg class="x-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${icons[name]}"/></svg>`
    if (isWord(kind, words)) return words[kind]
    throw new Error(`shell.html asks for ${place}`)
  })

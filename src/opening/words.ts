import type zhCN from '../locales/zh-CN.json'
import { icons } from '../ui/icons'

/** What the opening says, and the paths of the icons it draws. */
export type OpeningWords = ReturnType<typeof openingWords>

/** Of all words and icons those that stand in the page itself. */
export function openingWords({ app, today, kinds, status }: typeof zhCN) {
  const { start, open, recent, all, untitled, manager, duplicates } = today
  return {
    today: { start, open, recent, all, untitled, manager, duplicates },
    back: app.back,
    demo: app.demo,
    kinds: Object.fromEntries(Object.entries(kinds).map(([slug, { name }]) => [slug, name])) as Readonly<Record<string, string>>,
    status,
    icons: { map: icons.map, copy: icons.copy, leaf: icons.leaf, plus: icons.plus, chevron: icons.chevron, back: icons.back },
  }
}

/**
 * The first character, in the order of pinyin, of each initial. The browser's own Chinese order places any other
 * character between two of them: initials of all characters without a table of them.
 */
const firsts = '\u5416\u516b\u5693\u5491\u59b8\u53d1\u65ee\u54c8\u4e0c\u5494\u5783\u5988\u62cf\u5662\u5991\u4e03\u5465\u4ee8\u4ed6\u5c72\u5915\u4e2b\u5e00'
const letters = 'abcdefghjklmnopqrstwxyz'
const order = new Intl.Collator('zh-u-co-pinyin')

/** Characters of place names and of this field that are read in two ways. */
const readTwice = new Map<string, string>([
  ['\u91cd', 'cz'], ['\u957f', 'cz'], ['\u5355', 'ds'], ['\u4e50', 'ly'], ['\u884c', 'hx'], ['\u4f1a', 'hk'],
  ['\u53a6', 'sx'], ['\u671d', 'cz'], ['\u85cf', 'cz'], ['\u66fe', 'cz'], ['\u89e3', 'jx'], ['\u6c88', 'sc'],
  ['\u5c09', 'wy'], ['\u6cca', 'bp'], ['\u5821', 'bp'], ['\u5729', 'wx'], ['\u8c03', 'dt'], ['\u4f20', 'cz'],
  ['\u5f39', 'dt'], ['\u76db', 'sc'], ['\u7701', 'sx'], ['\u8983', 'qt'], ['\u8f66', 'cj'], ['\u86e4', 'gh'],
  ['\u6821', 'xj'], ['\u7387', 'ls'], ['\u53c2', 'cs'],
])

/** False where the browser has no Chinese order: then nothing is found by initials, and all the rest by its text. */
export const hasPinyin = [...firsts].every((each, at) => at === 0 || order.compare(firsts[at - 1] as string, each) < 0)

const known = new Map<string, string>()

function initialOf(character: string): string {
  const found = known.get(character)
  if (found !== undefined) return found
  let initial = ''
  if (/\p{Script=Han}/u.test(character)) {
    let at = firsts.length - 1
    while (at >= 0 && order.compare(firsts[at] as string, character) > 0) at -= 1
    initial = letters[at] ?? ''
  } else if (/[a-z0-9]/i.test(character)) initial = character.toLowerCase()
  known.set(character, initial)
  return initial
}

/** More readings of one text than these are not worth their memory. */
const mostReadings = 8

/**
 * The initials of a text's characters, as people type them to find it; letters and digits stand for themselves, the rest
 * for nothing. Several where characters are read in two ways, every reading with every other.
 */
export function initialsOf(text: string): readonly string[] {
  if (!hasPinyin) return []
  let readings = ['']
  for (const character of text) {
    const initial = initialOf(character)
    const other = [...(readTwice.get(character) ?? '')].find((each) => each !== initial)
    const first = readings.map((reading) => reading + initial)
    readings = other !== undefined && readings.length < mostReadings
      ? [...first, ...readings.map((reading) => reading + other)]
      : first
  }
  return readings
}

/** What keeps a password from being taken; the first that applies. */
export const passwordProblems = ['empty', 'short', 'long', 'common', 'context', 'monotonous'] as const
export type PasswordProblem = (typeof passwordProblems)[number]

export const shortestPassword = 12
/** The auth service hashes no more than 72 bytes. */
const longestBytes = 72

/** What the commonest passwords are made of, in order of length. People join them, double them and add digits. */
const common = [
  'passw0rd', 'password', '1qaz2wsx', 'qwertyuiop', 'qazwsxedc', 'asdfghjkl', 'zxcvbnm', 'iloveyou', 'woaini', 'admin', 'administrator',
  'welcome', 'letmein', 'abc123', 'a1b2c3', 'qwerty', 'asdf', 'qazwsx', 'dragon', 'monkey', 'football', 'superman', 'sunshine',
  'princess', 'master', 'login', 'test', 'user', 'guest', 'root', 'hello', 'secret', 'mima', 'wodemima', 'nihao', '5201314', '520', '1314',
  '888', '666', '168', 'aini', 'zhongguo', 'china', 'q1w2e3r4', '1q2w3e4r', 'zaq12wsx', 'abcd', 'abc', 'xyz', 'aaa', '000', '111',
]
/** What anybody thinks of first who tries a password of this system. */
const ofTheField = [
  'xingxun', 'xing-xun', 'zhongyiyao', 'zhongyi', 'zyy', 'tcm', 'yiyuan', 'weisheng', 'weijian', 'hospital', 'yizhen', 'dudao', 'xunhui', 'peixun',
  'doctor', 'yisheng', 'yaoshi', 'beijing', 'zhejiang', 'guizhou', 'hebei', 'neimenggu',
]
const digits = '01234567890'
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz']

const backwards = (text: string) => [...text].reverse().join('')
const runs = [digits, ...rows].flatMap((row) => [row, backwards(row)])

/** The text without runs of neighbours (12345, qwert) of three and more. */
function withoutRuns(text: string): string {
  let rest = ''
  let at = 0
  while (at < text.length) {
    let length = 0
    for (let end = at + 3; end <= text.length && runs.some((run) => run.includes(text.slice(at, end))); end += 1) length = end - at
    if (length === 0) rest += text[at]
    at += Math.max(1, length)
  }
  return rest
}
const without = (text: string, words: readonly string[]) =>
  [...words].sort((a, b) => b.length - a.length).reduce((rest, word) => (word.length < 3 ? rest : rest.replaceAll(word, '')), text)
const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
/** As many of the characters as are not one of the others again. */
const variety = (text: string) => new Set(text).size

/** Characters that nobody guesses must be left when what everybody thinks of is taken away. */
const fewestLeft = 5

/** What is wrong with a password for an account, or null. `context`: the account, the person's name, the place. */
export function passwordProblem(password: string, context: readonly string[]): PasswordProblem | null {
  if (password === '') return 'empty'
  if ([...password].length < shortestPassword) return 'short'
  if (new TextEncoder().encode(password).length > longestBytes) return 'long'
  const plain = password.normalize('NFKC').toLowerCase()
  if (variety(plain) < 5) return 'monotonous'
  const uncommon = letters(withoutRuns(without(plain, common)))
  if (variety(uncommon) < fewestLeft) return 'common'
  const own = context.flatMap((each) => [each.toLowerCase(), each.toLowerCase().replace(/\d+$/u, '')]).filter((each) => each.length >= 3)
  const foreign = letters(withoutRuns(without(without(plain, [...own, ...ofTheField]), common))).replace(/^(?:19|20)\d\d|(?:19|20)\d\d$/u, '')
  return variety(foreign) < fewestLeft ? 'context' : null
}

/** How hard a password without a problem is to guess: `fair`, `good` or `strong`, by its length and its kinds of characters. */
export function passwordStrength(password: string): 'fair' | 'good' | 'strong' {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u, /\p{Lo}/u].filter((kind) => kind.test(password)).length
  const points = [...password].length + 2 * kinds + (variety(password) > 10 ? 2 : 0)
  return points >= 24 ? 'strong' : points >= 19 ? 'good' : 'fair'
}

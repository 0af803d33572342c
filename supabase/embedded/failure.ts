/** A start that must not go on; the message is bilingual and meant for the person at the keyboard. */
export class StartRefused extends Error {
  override name = 'StartRefused'

  /** Takes the reason in Chinese and in English. */
  constructor(chinese: string, english: string) {
    super(`${chinese}\n${english}`)
  }

  /** The same refusal, arrived from another thread as its message. */
  static told(message: string): StartRefused {
    const [chinese = '', ...english] = message.split('\n')
    return new StartRefused(chinese, english.join('\n'))
  }
}

/** The two drivers name the same fields differently. */
const objectFields = ['constraint', 'constraint_name', 'table', 'table_name']

/** SQLSTATE classes whose messages name schema objects or resources and never row values. */
const wordSafeClasses = new Set(['42', '3F', '0A', '2B', '53', '55', '57', '08'])

/**
 * One line about an error that is fit for a log: kind, SQLSTATE, constraint and table.
 * Row values, parameters and statements are left out on purpose: they are personal data.
 */
export function describeWithoutData(error: unknown): string {
  if (error instanceof StartRefused) return error.message
  if (!(error instanceof Error)) return 'unknown failure'
  const field = (name: string): string => {
    const value: unknown = Reflect.get(error, name)
    return typeof value === 'string' ? value : ''
  }
  const code = field('code')
  const parts = [error.name, code, ...objectFields.map(field)]
  if (wordSafeClasses.has(code.slice(0, 2))) parts.push(error.message)
  return parts.filter((part) => part !== '').join(' ')
}

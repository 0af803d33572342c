import { describeWithoutData } from './failure.ts'

/** Writes one line to standard error. The text must hold no personal data. */
export function logLine(text: string): void {
  process.stderr.write(`[backend] ${text}\n`)
}

/** Logs that something failed, by kind and SQLSTATE only. */
export function logFailure(what: string, error: unknown): void {
  logLine(`${what}: ${describeWithoutData(error)}`)
}

/**
 * Replaces this thread's console. The library prints every failed statement with its parameters and every
 * e-mail with its text; from here on only the kind of an error reaches the log. Returns an undo.
 */
export function silenceConsole(): () => void {
  const kept = { error: console.error, warn: console.warn, log: console.log, info: console.info, debug: console.debug }
  const drop = (): void => undefined
  const onlyErrors = (...values: readonly unknown[]): void => {
    for (const value of values) if (value instanceof Error) logFailure('request', value)
  }
  Object.assign(console, { error: onlyErrors, warn: onlyErrors, log: drop, info: drop, debug: drop })
  return () => { Object.assign(console, kept) }
}

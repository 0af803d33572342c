import { readFileSync, writeFileSync } from 'node:fs'

export type TsvRow = Readonly<Record<string, string>>

/** Reads a tab-separated file with a header line; gives one record per line, every value a string. */
export function readTsv(path: string): TsvRow[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').replace(/\n$/, '').split('\n')
  const columns = header.split('\t')
  return lines.map((line, index) => {
    const values = line.split('\t')
    if (values.length !== columns.length) throw new Error(`${path}:${index + 2}: ${values.length} values`)
    return Object.fromEntries(columns.map((column, position) => [column, values[position] ?? '']))
  })
}

/** Writes records as a tab-separated file with a header line. Throws on a tab or line break in a value. */
export function writeTsv<Column extends string>(
  path: string, columns: readonly Column[], rows: readonly Readonly<Record<Column, string | number>>[],
): void {
  const lines = rows.map((row) => columns.map((column) => {
    const value = String(row[column])
    if (/[\t\n\r]/.test(value)) throw new Error(`${path}: a separator in ${JSON.stringify(value)}`)
    return value
  }).join('\t'))
  writeFileSync(path, `${[columns.join('\t'), ...lines].join('\n')}\n`)
}

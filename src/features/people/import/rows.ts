import type { categories, titleLevels } from '@/domain/header'
import type { AreaId, OrganisationId } from '@/domain/id'
import { personalNumbersIn } from '@/domain/personal-number'
import { categoryOf, nameOf, plainHeader, textOf, titleOf } from '@/fields/spreadsheet/cells'
import type { Cell, ReadSheet, SheetRow } from '@/fields/spreadsheet/workbook'
import { kindPatterns, organisationHeaders, personHeaders } from './vocabulary'

export type Columns = Readonly<Record<string, number>>

/** The columns when a row is a header, which it is when it has a column of names. The first of two equal ones counts. */
const headerOf = (headers: Readonly<Record<string, readonly string[]>>) => (cells: readonly Cell[]): Columns | null => {
  const words = cells.map(plainHeader)
  const taken = new Set<number>()
  const found = Object.entries(headers).flatMap(([name, known]) => {
    const at = words.findIndex((word, n) => known.includes(word) && !taken.has(n))
    if (at < 0) return []
    taken.add(at)
    return [[name, at] as const]
  })
  const columns = Object.fromEntries(found)
  return columns['name'] === undefined ? null : columns
}
export const personHeaderOf = headerOf(personHeaders)
export const organisationHeaderOf = headerOf(organisationHeaders)

/** What is wrong with a row by itself or among the others; the server may refuse it for reasons of its own. */
export type RowProblem =
  'personalNumber' | 'nameMissing' | 'nameTooLong' | 'title' | 'category' | 'kind' | 'org' | 'orgMissing' | 'county' | 'township' | 'twice'

export interface ReadRow<Value> {
  readonly line: number
  readonly name: string
  readonly problem: RowProblem | null
  /** What stood in the cell that is wrong. */
  readonly found: string
  readonly value: Value | null
}

export interface PersonValue {
  readonly organisation_id: OrganisationId
  readonly title_level: (typeof titleLevels)[number]
  readonly category: (typeof categories)[number]
}
export interface OrganisationValue {
  readonly kind: string
  readonly level: string
  readonly county_id: AreaId
  readonly township_id: AreaId | null
}

const plain = (name: string) => name.normalize('NFKC').replace(/\s/gu, '')
const cellOf = ({ cells }: SheetRow, columns: Columns, name: string) => (columns[name] === undefined ? null : cells[columns[name]])

/** The first of the problems that holds, with what stood in the cell; else the value. */
function judged<Value>(line: number, name: string, wrong: readonly (readonly [boolean, RowProblem, string])[], value: () => Value): ReadRow<Value> {
  const [, problem = null, found = ''] = wrong.find(([isWrong]) => isWrong) ?? []
  return { line, name: problem === 'personalNumber' ? '' : name.slice(0, 80), problem, found: found.slice(0, 40), value: problem ? null : value() }
}

/** A row that says again what an earlier one said is wrong. */
function withoutRepeats<Value>(rows: readonly ReadRow<Value>[], key: (row: ReadRow<Value>) => string): ReadRow<Value>[] {
  const seen = new Set<string>()
  return rows.map((row) => {
    if (row.problem) return row
    if (seen.has(key(row))) return { ...row, problem: 'twice' as const, value: null }
    seen.add(key(row))
    return row
  })
}

/** Rows of people. `organisations`: by plain name, those in reach; `only`: the one that a row without an organisation means. */
export function readPeople(
  { rows, columns }: ReadSheet<Columns>, organisations: ReadonlyMap<string, OrganisationId>, only: OrganisationId | null,
): ReadRow<PersonValue>[] {
  return withoutRepeats(rows.map((row) => {
    const [name, org, title, category] = [nameOf(cellOf(row, columns, 'name')), ...['org', 'title', 'category'].map((each) => textOf(cellOf(row, columns, each)))] as
      [string, string, string, string]
    const at = org === '' ? only : organisations.get(plain(org)) ?? null
    return judged<PersonValue>(row.line, name, [
      [[name, org, title, category].some((text) => personalNumbersIn(text).length > 0), 'personalNumber', ''],
      [name === '', 'nameMissing', ''],
      [[...name].length > 40, 'nameTooLong', name],
      [org === '' && only === null, 'orgMissing', ''],
      [at === null, 'org', org],
      [titleOf(title) === undefined, 'title', title],
      [categoryOf(category) === undefined, 'category', category],
    ], () => ({ organisation_id: at as OrganisationId, title_level: titleOf(title) ?? 'none', category: categoryOf(category) ?? 'tcm' }))
  }), ({ name, value }) => `${value?.organisation_id} ${name}`)
}

/** Names of organisations in a sheet of people that are still to be found. */
export const organisationNames = ({ rows, columns }: ReadSheet<Columns>): string[] =>
  [...new Set(rows.map((row) => textOf(cellOf(row, columns, 'org'))).filter(Boolean))]

export interface KnownAreas {
  /** Counties in reach, by plain name. */
  readonly counties: ReadonlyMap<string, AreaId>
  readonly onlyCounty: AreaId | null
  /** A county's township by plain name. */
  readonly township: (county: AreaId, name: string) => AreaId | null
}

/** Rows of organisations; a kind that is not said is read from the name. */
export function readOrganisations({ rows, columns }: ReadSheet<Columns>, areas: KnownAreas): ReadRow<OrganisationValue>[] {
  return withoutRepeats(rows.map((row) => {
    const [name, kind, county, township] = ['name', 'kind', 'county', 'township'].map((each) => textOf(cellOf(row, columns, each))) as
      [string, string, string, string]
    const meant = kindPatterns.find(([pattern]) => pattern.test(plain(kind || name)))
    const at = county === '' ? areas.onlyCounty : areas.counties.get(plain(county)) ?? null
    const within = township === '' || at === null ? null : areas.township(at, plain(township))
    return judged<OrganisationValue>(row.line, name, [
      [[name, kind, county, township].some((text) => personalNumbersIn(text).length > 0), 'personalNumber', ''],
      [[...name].length < 2, 'nameMissing', ''],
      [[...name].length > 80, 'nameTooLong', name],
      [meant === undefined, 'kind', kind || name],
      [at === null, 'county', county],
      [township !== '' && within === null, 'township', township],
    ], () => ({ kind: meant?.[1] ?? '', level: meant?.[2] ?? '', county_id: at as AreaId, township_id: within }))
  }), ({ name, value }) => `${value?.county_id} ${plain(name)}`)
}

export const plainName = plain

import type { Area, Organisation } from '../../src/domain/reference.ts'
import type { RuleRow } from '../../src/domain/rule.ts'
import type { Reference } from '../../src/fields/reference.ts'
import { places } from './payload.ts'

const area = (id: number, level: Area['level'], parent: number | null): [number, Area] =>
  [id, { id, level, name: `area ${id}`, statutory_parent: parent, managing_parent: parent }]

export const makeOrganisation = (overrides: Partial<Organisation> = {}): Organisation => ({
  id: places.hospital, name: '务川县中医院', kind: 'hospital', level: 'county', county_id: places.county, township_id: null,
  lng: 107.8891, lat: 28.5312, ...overrides,
})

export const makeRule = (overrides: Partial<RuleRow> = {}): RuleRow => ({
  code: 'photo_minimum', area_id: null, valid_from: '2001-01-01', valid_to: null, operator: '>=', value: 0, unit: 'photos',
  source: '产品默认', source_quote: '', verified: true, ...overrides,
})

/** The packs of 务川县 on a phone: its line of areas, its hospital and township hospital, no rules. */
export const makeReference = (overrides: Partial<Reference> = {}): Reference => ({
  areas: new Map([
    area(1, 'country', null), area(52, 'province', 1), area(5203, 'prefecture', 52), area(places.county, 'county', 5203),
    area(places.township, 'township', places.county),
  ]),
  organisations: new Map([makeOrganisation(), makeOrganisation({ id: places.townshipHospital })].map((each) => [each.id, each])),
  people: new Map(),
  rules: [],
  calendar: [],
  techniques: new Map(),
  checklists: [],
  ruleVersion: 'rules-1',
  counties: new Set([places.county]),
  ...overrides,
})

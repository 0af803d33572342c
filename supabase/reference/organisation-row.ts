export const organisationKinds = [
  'tcm_hospital', 'general_hospital', 'mch_institution', 'township_hospital', 'community_health_center',
  'community_health_station', 'village_clinic', 'tcm_administration', 'health_commission', 'training_center',
] as const

export const organisationLevels = ['province', 'prefecture', 'county', 'township', 'village'] as const

export const organisationColumns = [
  'id', 'name', 'name_short', 'kind', 'level', 'ownership', 'county_id', 'township_id', 'lng', 'lat', 'position_source',
  'demo',
] as const

/**
 * A line of organisations.tsv. Ids come in blocks, so that a later addition renumbers nothing:
 *   1–999        bodies listed one by one
 *   10 000 × n   demo county n: + 1 to 9 its county bodies, + 10 × (the township code's last three digits) the
 *                township's own institution, and one more for each of its village clinics
 *   1 000 000 +  the county code: the TCM hospital of any other county
 * `demo` 1: the name is made from a pattern and nobody checked that such a body exists. All positions are made up.
 */
export type OrganisationRow = {
  readonly id: number
  readonly name: string
  readonly name_short: string
  readonly kind: typeof organisationKinds[number]
  readonly level: typeof organisationLevels[number]
  readonly ownership: 'public'
  readonly county_id: number
  readonly township_id: number | ''
  readonly lng: string
  readonly lat: string
  readonly position_source: 'approximate'
  readonly demo: 0 | 1
}

export type DemoCounty = {
  readonly id: number
  readonly block: number
  /** Goes before a township's name in the full name of an institution. */
  readonly prefix: string
}

export const demoCounties: readonly DemoCounty[] = [
  { id: 520326, block: 10_000, prefix: '务川仡佬族苗族自治县' },
  { id: 150421, block: 20_000, prefix: '阿鲁科尔沁旗' },
  { id: 330602, block: 30_000, prefix: '绍兴市越城区' },
  { id: 130682, block: 40_000, prefix: '定州市' },
]

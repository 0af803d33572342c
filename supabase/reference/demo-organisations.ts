import type { DemoCounty, OrganisationRow } from './organisation-row.ts'
import type { Outline } from './polygon.ts'
import { middle, near, sample, seeded, spread } from './spread.ts'
import type { TsvRow } from './tsv.ts'

type Place = Pick<OrganisationRow, 'kind' | 'level'> & { readonly suffix: string }

const countyBodies: readonly Place[] = [
  { kind: 'general_hospital', level: 'county', suffix: '人民医院' },
  { kind: 'mch_institution', level: 'county', suffix: '妇幼保健院' },
  { kind: 'training_center', level: 'county', suffix: '中医适宜技术推广中心' },
]

/** A street or zone has a community health centre, a town, township or sumu a hospital. */
function townshipBody(kind: string): Place {
  return kind === 'street' || kind === 'zone'
    ? { kind: 'community_health_center', level: 'township', suffix: '社区卫生服务中心' }
    : { kind: 'township_hospital', level: 'township', suffix: '卫生院' }
}

const village = (suffix: string): Place => ({ kind: 'village_clinic', level: 'village', suffix })
const station = (suffix: string): Place => ({ kind: 'community_health_station', level: 'village', suffix })

/** Neutral invented villages: no village codes exist for them on purpose. */
function villageBodies(kind: string): readonly Place[] {
  if (kind === 'zone') return []
  if (kind === 'street') return [station('东社区卫生服务站'), station('西社区卫生服务站')]
  if (kind === 'sumu' || kind === 'ethnic_sumu') return [village('东嘎查卫生室'), village('西嘎查卫生室')]
  return [village('东村卫生室'), village('西村卫生室'), village('南村卫生室')]
}

const seatRadius = 1.5
const villageDistance = [1, 4] as const

/** All bodies of a demo county that are made from a pattern. Takes its townships in code order and its outline. */
export function demoOrganisations(
  county: DemoCounty, townships: readonly TsvRow[], outline: Outline,
): OrganisationRow[] {
  const random = seeded(county.id)
  const samples = sample(outline, random)
  const seat = middle(samples)
  const points = spread(samples, townships.length)
  const shortPrefix = county.prefix.replace('仡佬族苗族自治', '')
  const row = (
    id: number, place: Place, townshipName: string, townshipId: number | '', [lng, lat]: readonly [number, number],
  ): OrganisationRow => ({
    id, name: `${county.prefix}${townshipName}${place.suffix}`, kind: place.kind, level: place.level,
    name_short: `${townshipName === '' ? shortPrefix : townshipName}${place.suffix}`,
    ownership: 'public', county_id: county.id, township_id: townshipId, lng: lng.toFixed(5), lat: lat.toFixed(5),
    position_source: 'approximate', demo: 1,
  })
  const isStreet = ({ kind }: TsvRow) => Number(kind === 'street')
  const streetsFirst = [...townships].sort((one, other) => isStreet(other) - isStreet(one))
  return [
    ...countyBodies.map((place, index) => row(
      county.block + 1 + index, place, '', '', near(outline, seat, 0, seatRadius, random),
    )),
    ...streetsFirst.flatMap(({ id = '', code = '', name = '', kind = '' }, index) => {
      const point = points[index] ?? seat
      const base = county.block + 10 * Number(code.slice(6))
      return [
        row(base, townshipBody(kind), name, Number(id), point),
        ...villageBodies(kind).map((place, position) => row(
          base + 1 + position, place, name, Number(id), near(outline, point, ...villageDistance, random),
        )),
      ]
    }),
  ]
}

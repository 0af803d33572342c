import { aliases } from './area-changes.ts'
import { townshipKind, upperKind } from './area-kinds.ts'
import { shortCountyName, shortTownshipName, shortUpperName } from './area-names.ts'
import { countryId, managedBy, xionganId, type AreaRow } from './area-row.ts'
import type { NamedCodes, Township } from './area-sources.ts'

const tradition = (code: string): AreaRow['tradition_label'] => code.startsWith('15') ? 'mongolian' : 'tcm'
const foundedOn = (code: string) => aliases.find((alias) => alias.new === code && alias.extent === 'whole')?.from ?? ''
const own = (rows: NamedCodes, province: string) => [...rows].filter(([code]) => code.startsWith(province))

/** Statistical zones that the county source lists among counties: a seventh in fifth place, and two odd ones. */
export const isFunctionalZone = (code: string): boolean =>
  code.charAt(4) === '7' || code === '130390' || code === '131090'

/** 龙港市 has no townships by law; the township source fills the gap with one made-up entry. */
export const placeholders: ReadonlySet<string> = new Set(['330383198'])

/** The rows that stand outside the code: the country, and 雄安新区, which has no code of its own. */
export function specialRows(): AreaRow[] {
  const shared = { code: '', valid_to: '', tradition_label: 'tcm' } as const
  return [
    {
      ...shared, id: countryId, level: 'country', kind: 'country', statutory_parent: '', managing_parent: '',
      name: '中华人民共和国', name_short: '全国', valid_from: '',
    },
    {
      ...shared, id: xionganId, level: 'prefecture', kind: 'new_area', statutory_parent: 130000,
      managing_parent: 130000, name: '雄安新区', name_short: '雄安', valid_from: '2017-04-01',
    },
  ]
}

function row(
  code: string, level: AreaRow['level'], kind: AreaRow['kind'], parent: number, name: string, short: string,
): AreaRow {
  return {
    id: Number(code), code, level, kind, statutory_parent: parent, managing_parent: managedBy.get(code) ?? parent,
    name, name_short: short, tradition_label: level === 'township' ? '' : tradition(code),
    valid_from: level === 'county' ? foundedOn(code) : '', valid_to: '',
  }
}

/** A province with its prefectures and counties. Throws when a county's prefecture is missing. */
export function upperRows(
  province: string, areas: Record<'provinces' | 'prefectures' | 'counties', NamedCodes>,
): AreaRow[] {
  const code = `${province}0000`
  const name = areas.provinces.get(code)
  if (name === undefined) throw new Error(`province ${province} is missing`)
  const prefectures = own(areas.prefectures, province).map(([prefecture, title]) => row(
    prefecture, 'prefecture', upperKind('prefecture', title), Number(code), title, shortUpperName(title),
  ))
  const real = own(areas.counties, province).filter(([county]) => !isFunctionalZone(county))
  const counties = real.map(([county, title]) => {
    const parent = prefectures.find(({ id }) => id === Number(`${county.slice(0, 4)}00`))
    if (parent === undefined) throw new Error(`county ${county} ${title} has no prefecture`)
    const short = shortCountyName(title, parent.name_short)
    return row(county, 'county', upperKind('county', title), parent.id, title, short)
  })
  return [
    row(code, 'province', upperKind('province', name), countryId, name, shortUpperName(name)),
    ...prefectures, ...counties,
  ]
}

/** Townships whose county is among the given ids, and those left out because it is not or they are placeholders. */
export function townshipRows(
  townships: readonly Township[], countyIds: ReadonlySet<number>,
): { rows: AreaRow[], left: Township[] } {
  const stays = ({ code, areaCode }: Township) => countyIds.has(Number(areaCode)) && !placeholders.has(code)
  return {
    rows: townships.filter(stays).map(({ code, name, areaCode }) => row(
      code, 'township', townshipKind(code, name), Number(areaCode), name, shortTownshipName(name),
    )),
    left: townships.filter((township) => !stays(township)),
  }
}

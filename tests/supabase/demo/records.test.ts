import { beforeAll, describe, expect, it } from 'vitest'
import { checkHeader, type CheckContext } from '@/domain/check-header'
import type { ChecklistTemplate } from '@/domain/checklist/template'
import { addDays, addMonths, chinaDay, type Day } from '@/domain/day'
import { distance } from '@/domain/place'
import { standing } from '@/domain/problem'
import { kindModels } from '../../../src/kinds/models.ts'
import { demoHospitals } from '../../../supabase/demo/outings.ts'
import { readPictures, type Picture } from '../../../supabase/demo/pictures.ts'
import { makeRecords } from '../../../supabase/demo/seed.ts'
import { readVenues, type Venue } from '../../../supabase/demo/venues.ts'
import { openDemoWorld } from './open-demo.ts'

const days: Day[] = ['2026-01-01', '2026-02-28', '2026-09-22', '2026-11-22', '2027-10-01', '2028-02-29']

let venues: Venue[]
let pictures: Picture[]
let techniques: ReadonlyMap<string, boolean>
let checklists: ReadonlyMap<string, ChecklistTemplate>
beforeAll(async () => {
  const world = await openDemoWorld(new Date())
  venues = await readVenues(world.database, demoHospitals.map(({ county }) => county))
  pictures = await readPictures()
  const catalogue = await world.database.query<{ code: string; invasive: boolean }>('select code, invasive from app.techniques')
  techniques = new Map(catalogue.map(({ code, invasive }) => [code, invasive]))
  const published = await world.database.query<{ sha256: string; template: string }>('select sha256, template from app.checklist_templates')
  checklists = new Map(published.map(({ sha256, template }) => [sha256, JSON.parse(template) as ChecklistTemplate]))
  await world.close()
}, 120_000)

describe.each(days)('the demo records of %s', (today) => {
  it('have no problem that their author would have to answer', () => {
    const problems = makeRecords(today, venues, pictures).flatMap(({ payload }) => {
      const { header, answers, photos } = payload
      const venue = venues.find(({ township }) => township === header.host_area_id)
      const { lng, lat } = header.position
      const nearest = lng === null || lat === null
        ? null
        : Math.min(...venues.map((each) => distance(each, { lng, lat })))
      const context: CheckContext = {
        now: new Date(payload.sealed?.at ?? ''),
        photoCount: photos.length,
        rule: (code) => code === 'free_clinic_filing_lead_days' ? 15 : 0,
        hostCountyId: venue?.county ?? null,
        homeCountyId: demoHospitals.find(({ id }) => id === header.organisation_id)?.county ?? null,
        distanceToHost: nearest,
        knowsTechnique: (code) => techniques.has(code),
        isInvasive: (code) => techniques.get(code) ?? false,
        checklist: (_code, _version, sha256) => checklists.get(sha256) ?? null,
      }
      const all = [...checkHeader(header, context), ...kindModels[payload.kind].problems(answers, header, context)]
      return standing(all, header.reasons).map((problem) => ({ title: header.title, ...problem }))
    })

    expect(problems).toEqual([])
  })

  it('are the same when made again', () => {
    expect(makeRecords(today, venues, pictures)).toEqual(makeRecords(today, venues, pictures))
  })

  it('are sealed before that day begins in China, within a year', () => {
    const records = makeRecords(today, venues, pictures)

    const sealed = records.map(({ payload }) => payload.sealed?.at ?? '')
    expect(sealed.every((at) => at < new Date(`${today}T00:00:00+08:00`).toISOString())).toBe(true)
    expect(records.every(({ payload }) => (payload.header.started_at ?? '') >= addDays(today, -366))).toBe(true)
  })

  it('have their own ids, and each stands in its venue’s township', () => {
    const records = makeRecords(today, venues, pictures)

    expect(new Set(records.map(({ payload }) => payload.id)).size).toBe(records.length)
    const townships = new Set<unknown>(venues.map(({ township }) => township))
    expect(records.every(({ payload }) => townships.has(payload.header.host_area_id))).toBe(true)
  })

  it('leave no full month of any hospital empty', () => {
    const records = makeRecords(today, venues, pictures)
    const filled = new Set(records.map(({ payload: { header } }) =>
      `${header.organisation_id} ${chinaDay(header.started_at ?? '').slice(0, 7)}`))

    for (const { id } of demoHospitals) {
      for (let back = 1; back <= 11; back += 1)
        expect(filled).toContain(`${id} ${addMonths(today.slice(0, 7), -back)}`)
    }
  })

  it('are most in September and fewer in February', () => {
    const records = makeRecords(today, venues, pictures)
    const held = (month: string) =>
      records.filter(({ payload }) => (payload.header.started_at ?? '').slice(4, 7) === month).length

    expect(held('-09')).toBeGreaterThan(2 * held('-02'))
    expect(held('-02')).toBeGreaterThan(0)
  })
})

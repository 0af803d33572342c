import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withOwnWeights, type Weights } from '../../../src/domain/checklist/own-weights.ts'
import { scoreChecklist } from '../../../src/domain/checklist/score.ts'
import { itemsOf, type PublishedChecklist } from '../../../src/domain/checklist/template.ts'
import { publishedChecklist } from '../../../supabase/demo/checklists.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { makeItem, makeTemplate } from '../../make/checklist.ts'
import { makeParcel } from '../../make/payload.ts'
import { randomTemplate } from '../../make/random-checklist.ts'
import { randomWeights } from '../../make/random-weights.ts'
import { seeded } from '../../make/random.ts'
import { makeVisitAnswers, makeVisitPayload } from '../../make/visit.ts'
import { openWithCast, personas, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const [wuchuan, daozhen, zunyi, guizhou, dingzhou] = [520326, 520325, 520300, 520000, 130682]
const source = '务川县卫生健康局2026年督导检查方案'
const pavilion = publishedChecklist('tcm_pavilion-1')
const specialty = publishedChecklist('specialty_department-1')
const shipped = ['core_systems-1', 'specialty_department-1', 'tcm_hall_upgraded-1', 'tcm_pavilion-1', 'technique_center-1'].map(publishedChecklist)

const call = 'api.publish_checklist($1, $2, $3, $4, $5, $6)'
const told = ({ template: { code, version }, sha256 }: PublishedChecklist, area: number, weights: unknown, from = source) =>
  [code, version, sha256, area, JSON.stringify(weights), from]
const publish = (tx: Queryable, base: PublishedChecklist, area: number, weights: Weights, from = source) =>
  callOf<PublishedChecklist>(tx, call, told(base, area, weights, from))
const failure = (tx: Queryable, base: PublishedChecklist, area: number, weights: unknown, from = source) =>
  failureOf(tx, `select ${call}`, told(base, area, weights, from))
const inPack = async (tx: Queryable, key: string) => {
  const { checklists } = await callOf<{ checklists?: readonly PublishedChecklist[] }>(tx, 'api.reference_pack($1, null)', [key])
  return checklists?.map(({ template }) => `${template.code} ${template.version}`)
}
const plant = (tx: Queryable, template: object) => tx.query<{ sha256: string }>(`
  insert into app.checklist_templates (code, version, template, sha256, published_at)
  select given::jsonb ->> 'code', (given::jsonb ->> 'version')::int, given, encode(sha256(convert_to(given, 'UTF8')), 'hex'), now()
  from (select $1::text as given) as g returning sha256`, [JSON.stringify(template)])

describe('own weights of a checklist', () => {
  it('are published by managers of the area and of those above it, and by nobody else', () => onStage(database, async (stage) => {
    const may: readonly Persona[] = ['wuchuanManager', 'zunyiManager', 'guizhouManager', 'countryManager']
    for (const who of personas)
      expect([who, await failure(await stage.as(who), pavilion, wuchuan, { area: 10 })]).toEqual([who, may.includes(who) ? null : '403 forbidden'])
    for (const area of [daozhen, zunyi, 520326101, 999_999])
      expect([area, await failure(await stage.as('wuchuanManager'), pavilion, area, { area: 10 })]).toEqual([area, '403 forbidden'])
    expect(await failure(await stage.as(null), pavilion, wuchuan, { area: 10 })).toBe('42501')
  }))

  it('make of each shipped checklist on the server what they make of it on the phone', () => onStage(database, async (stage) => {
    const random = seeded(11)
    const tx = await stage.as('wuchuanManager')
    const area = { id: wuchuan, name: await valueOf<string>(tx, 'select name from app.areas where id = $1', [wuchuan]) }
    for (const base of shipped) {
      for (let version = 1; version <= 3; version += 1) {
        const weights = randomWeights(random, base.template)
        const made = await publish(tx, base, wuchuan, weights)
        expect(made.template).toEqual(withOwnWeights(base, { area, weights, source }, version))
      }
    }
    // Every rule, with scores that no shipped list has.
    for (let round = 0; round < 60; round += 1) {
      const template = randomTemplate(random)
      const weights = randomWeights(random, template)
      expect(await callOf(tx, 'private.weights_problem(($1::text)::jsonb, ($2::text)::jsonb)', [JSON.stringify(template), JSON.stringify(weights)])).toBeNull()
      expect(await callOf(tx, "private.weighted_checklist(($1::text)::jsonb, 'base', $2, $3, ($4::text)::jsonb, $5, 4)",
        [JSON.stringify(template), area.id, area.name, JSON.stringify(weights), source]))
        .toEqual(withOwnWeights({ template, sha256: 'base' }, { area, weights, source }, 4))
    }
  }), 120_000)

  it('said again are one version, others are the next, and a former one stays', () => onStage(database, async (stage) => {
    const tx = await stage.as('wuchuanManager')
    const first = await publish(tx, pavilion, wuchuan, { area: 10, herbs: 20.5 })

    expect(await publish(tx, pavilion, wuchuan, { herbs: 20.50, area: 10.0, devices: 0 }, ` ${source} `)).toEqual(first)
    const second = await publish(tx, pavilion, wuchuan, { area: 10, herbs: 20.5 }, '县局第二次局务会')
    const third = await publish(tx, pavilion, wuchuan, { area: 10, herbs: 20.5 })

    expect([first, second, third].map(({ template }) => [template.code, template.version])).toEqual(
      [['tcm_pavilion_520326', 1], ['tcm_pavilion_520326', 2], ['tcm_pavilion_520326', 3]])
    expect(await callOf(await stage.as('author'), 'api.checklist($1, 1)', ['tcm_pavilion_520326'])).toEqual(first)
    await stage.owner()
    expect(await failureOf(tx, "update app.checklist_templates set area_id = null where area_id = 520326")).toBe('422 invalid')
    expect(await failureOf(tx, 'delete from app.checklist_templates where area_id = 520326')).toBe('422 invalid')
    expect(await tx.query("select action, row_id, after -> 'area_id' as area, after -> 'weights' as weights, person_id is not null as named from app.audit where entity = 'checklist_templates' order by seq"))
      .toEqual([1, 2, 3].map((version) => ({ action: 'published', row_id: `tcm_pavilion_520326/${version}`, area: wuchuan, weights: { area: 10, herbs: 20.5 }, named: true })))
  }))

  it('may go back to what is shipped where there are some, and are none where nothing is changed', () => onStage(database, async (stage) => {
    const tx = await stage.as('wuchuanManager')
    expect([await failure(tx, specialty, wuchuan, {}), await failure(tx, specialty, wuchuan, { beds: 8 })]).toEqual(['422 invalid', '422 invalid'])
    await publish(tx, specialty, wuchuan, { beds: 9 })

    expect(itemsOf((await publish(tx, specialty, wuchuan, { beds: 8 })).template)).toEqual(itemsOf(specialty.template))
  }))

  it.each([
    ['beyond the most', { beds: 100.01 }], ['below nothing', { beds: -1 }], ['finer than hundredths', { beds: 8.125 }], ['that are text', { beds: '8' }],
    ['of no item', { roof: 5 }], ['of a bonus', { research: 5 }], ['below a deduction', { protocols: 2.99 }], ['that leave tiers nothing', { training: 0 }],
    ['in no object', [8]], ['that are nothing', null],
  ])('%s are refused, and nothing is published', (_, weights) => onStage(database, async (stage) => {
    const tx = await stage.as('wuchuanManager')

    expect(await failure(tx, specialty, wuchuan, weights)).toBe('422 invalid')
    expect(await valueOf(tx, 'select count(*)::int from app.checklist_templates where area_id is not null')).toBe(0)
  }))

  it.each([['none', ' '], ['one character', '县'], ['101 characters', '县'.repeat(101)], ['a mobile number', '王科长 13912345678'], ['two lines', '方案\n二']])(
    'with %s as their source are refused', (_, from) => onStage(database, async (stage) => {
      expect(await failure(await stage.as('wuchuanManager'), pavilion, wuchuan, { area: 10 }, from)).toBe('422 invalid')
    }))

  it('are not set where a source gives the weight', () => onStage(database, async (stage) => {
    const template = makeTemplate([makeItem('a'), makeItem('b', { weight_source: '国家标准' })], { code: 'sourced_sheet' })
    const [row] = await plant(await stage.owner(), template)
    const base = { template, sha256: row?.sha256 ?? '' }
    const tx = await stage.as('wuchuanManager')

    expect(await failure(tx, base, wuchuan, { a: 6, b: 5 })).toBe('422 invalid')
    expect(itemsOf((await publish(tx, base, wuchuan, { a: 6 })).template).map(({ weight_source }) => weight_source)).toEqual([source, '国家标准'])
  }))

  it('are made of a shipped checklist in its newest version alone, named by its hash', () => onStage(database, async (stage) => {
    const tx = await stage.as('wuchuanManager')
    const own = await publish(tx, pavilion, wuchuan, { area: 10 })

    expect(await failure(tx, { ...pavilion, sha256: '0'.repeat(64) }, wuchuan, { area: 10 })).toBe('404 notFound')
    expect(await failure(tx, own, wuchuan, { area: 11 })).toBe('404 notFound')
    await plant(await stage.owner(), { ...pavilion.template, version: 2 })
    expect(await failure(await stage.as('wuchuanManager'), pavilion, wuchuan, { area: 11 })).toBe('409 conflict')
  }))

  it('are in the packs of the counties of their area, and in no other', () => onStage(database, async (stage) => {
    const before = await inPack(await stage.as('author'), 'checklists')
    await publish(await stage.as('wuchuanManager'), pavilion, wuchuan, { area: 10 })
    await publish(await stage.as('wuchuanManager'), pavilion, wuchuan, { area: 11 })
    await publish(await stage.as('zunyiManager'), specialty, zunyi, { beds: 9 })
    const tx = await stage.as('author')

    expect(await inPack(tx, `county:${wuchuan}`)).toEqual(['specialty_department_520300 1', 'tcm_pavilion_520326 1', 'tcm_pavilion_520326 2'])
    expect(await inPack(tx, `county:${daozhen}`)).toEqual(['specialty_department_520300 1'])
    expect(await inPack(tx, `county:${dingzhou}`)).toBeUndefined()
    expect(await inPack(tx, 'checklists')).toEqual(before)
  }))

  it('are told to whoever asks for an area: the newest of the area and of those above', () => onStage(database, async (stage) => {
    await publish(await stage.as('guizhouManager'), pavilion, guizhou, { area: 5 })
    for (const weight of [10, 11]) await publish(await stage.as('wuchuanManager'), pavilion, wuchuan, { area: weight })
    const tx = await stage.as('zunyiManager')
    const own = async (area: number) => (await callOf<{ checklists: readonly PublishedChecklist[] }>(tx, 'api.area_checklists($1)', [area])).checklists
      .filter(({ template }) => template.own).map(({ template }) => `${template.code} ${template.version}`)

    expect([await own(wuchuan), await own(zunyi), await own(dingzhou)]).toEqual([['tcm_pavilion_520000 1', 'tcm_pavilion_520326 2'], ['tcm_pavilion_520000 1'], []])
    expect(await failureOf(tx, "select api.checklist('tcm_pavilion_520326', 3)")).toBe('404 notFound')
  }))

  it('judge a visit that was begun with them, as on the phone', () => onStage(database, async (stage) => {
    const own = await publish(await stage.as('wuchuanManager'), pavilion, wuchuan, { area: 30, herbs: 20, patent_medicines: 12.5 })
    const answers = makeVisitAnswers({ template_code: own.template.code, template_version: own.template.version, template_sha256: own.sha256 })
    expect(await stage.words('author', [makeParcel(makeVisitPayload({ answers }))])).toEqual(['applied'])
    // Weights that came later change nothing.
    await publish(await stage.as('wuchuanManager'), pavilion, wuchuan, { area: 1 })

    const mine = scoreChecklist(own.template, answers)
    const tx = await stage.owner()
    const [row] = await tx.query<{ total: number; grade: string }>('select total, grade from app.supervision_visits')
    expect([row?.total, row?.grade]).toEqual([mine.total, mine.grade])
    expect(mine.max).toBe(6250)
  }))
})

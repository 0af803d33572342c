import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Result } from '../../../src/domain/failure.ts'
import { indicatorCodes } from '../../../src/domain/indicator.ts'
import type { Reports } from '../../../src/domain/reports.ts'
import { openRemote } from '../../../src/remote/remote.ts'
import type { ServerConfig } from '../../../src/remote/config.ts'
import { demoPassword } from '../../../supabase/demo/accounts.ts'
import { startServer } from '../../../supabase/embedded/server.ts'
import { documentId } from '../../make/payload.ts'
import { atEnd, makeFolder } from './folder.ts'

const county = 520326
let reports: Reports
beforeAll(async () => {
  const pageFolder = await makeFolder()
  await writeFile(join(pageFolder, 'index.html'), '<!doctype html><title>page</title>')
  const server = await startServer({
    host: '127.0.0.1', port: 0, databaseUrl: null, dataFolder: await makeFolder(), pageFolder, sourceFolder: null,
    supabaseFolder: fileURLToPath(new URL('../../../supabase', import.meta.url)), accountDomain: 'accounts.test.local',
    name: '杏巡', tileOrigins: [], https: false, reset: false, demo: true, removeDemo: false, allowDemoOnNetwork: false, killServiceWorker: false, newEpoch: false,
  })
  atEnd(() => server.stop())
  const phone = openRemote({
    config: async () => ({ ...await (await fetch(`${server.address}/config.json`)).json() as ServerConfig, url: server.address }),
    auth: { persistSession: false, autoRefreshToken: false }, realtime: { transport: WebSocket as never },
  })
  expect((await phone.session.signIn('wuchuan', demoPassword)).ok).toBe(true)
  reports = phone.reports
}, 240_000)

async function valueOf<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.detail ?? ''}`)
  return result.value
}

describe('what a manager asks of a running server', () => {
  it('is answered with indicators that have a value in the demo, and with what stands behind each', async () => {
    const { indicators } = await valueOf(reports.indicators(county))

    expect(indicators.map(({ code }) => code)).toEqual(indicatorCodes)
    expect(indicators.map(({ state }) => state)).toEqual(indicatorCodes.map(() => 'ok'))
    for (const { code, denominator } of indicators) {
      const { rows } = await valueOf(reports.indicatorRows(county, code, null))
      expect([code, denominator > 0, rows.length > 0]).toEqual([code, true, true])
      const next = await valueOf(reports.indicatorRows(county, code, rows[0]?.key ?? null))
      expect([code, next.rows.map(({ key }) => key)]).toEqual([code, rows.slice(1).map(({ key }) => key)])
    }
  })

  it('is answered with blank spots, and nothing of another county', async () => {
    const { areas, rows, sampling } = await valueOf(reports.blankSpots(county))

    expect(areas.length).toBeGreaterThan(5)
    expect(rows.length).toBeGreaterThan(5)
    expect(sampling.map(({ area_id }) => area_id)).toEqual([county, county])
    expect(await reports.blankSpots(130682)).toMatchObject({ ok: false, failure: { code: 'forbidden' } })
  })

  it('keeps a view and takes it away', async () => {
    const view = { id: documentId(1), name: '季度会', query: 'from=2026-01&to=2026-03' }
    await valueOf(reports.putView(view))
    expect(await valueOf(reports.views())).toEqual([view])

    await valueOf(reports.dropView(view.id))
    expect(await valueOf(reports.views())).toEqual([])
    expect(await reports.putView({ ...view, name: '' })).toMatchObject({ ok: false, failure: { code: 'invalid' } })
  })

  it('takes figures, line by line, which the next board shows', async () => {
    const line = { area_code: '520326101', figure: 'residents', year: 2024, value: 21_000, source: '2024年统计公报' } as const
    expect(await valueOf(reports.importFigures([line, { ...line, area_code: '130682' }, { ...line, year: 3000 }]))).toEqual([null, 'forbidden', 'year'])

    const board = await valueOf(reports.board({ area: county, from: '2026-01-01', to: '2026-12-31', kind: null, status: 'all' }))
    expect(board.areas.find(({ code }) => code === '520326101')?.residents).toBe(21_000)
  })

  it('publishes weights of a checklist, which stand among the area\'s and are found by whoever reads a record', async () => {
    const own = async () => (await valueOf(reports.areaChecklists(county))).filter(({ template }) => template.own)
    const base = (await valueOf(reports.areaChecklists(county))).find(({ template }) => template.code === 'tcm_pavilion')
    if (!base) throw new Error('no pavilion')
    const made = await valueOf(reports.publishChecklist(base, county, { area: 12.5 }, '督导检查方案'))

    expect(await own()).toEqual([made])
    expect(await valueOf(reports.checklist('tcm_pavilion_520326', 1))).toEqual(made)
    expect(await reports.checklist('tcm_pavilion_520326', 2)).toMatchObject({ ok: false, failure: { code: 'notFound' } })
    expect(await reports.publishChecklist(base, 130682, { area: 12.5 }, '督导检查方案')).toMatchObject({ ok: false, failure: { code: 'forbidden' } })
  })
})

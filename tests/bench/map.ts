import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { codeColumns } from '../../src/domain/marks-code.ts'
import { worldX, worldY } from '../../src/features/dashboard/map/projection.ts'
import { buildPage, pageMount } from './app.ts'
import { desk, inFreshProfile } from './chromium.ts'
import { median } from './median.ts'
import type { OurMapPage } from './pages/map/main.ts'
import { makePoints, view, type MapPage } from './pages/map/points.ts'
import { buildPeer } from './peers.ts'
import { atMost, say, type Finding } from './report.ts'
import { serve, type Site } from './serve.ts'

const rounds = 5
const many = 100_000
const million = 1_000_000
/** Pixels of one pan each: there and back, so that all stays in view. */
const pans = [[90, 60], [-90, -60], [-70, 40], [70, -40], [40, 50], [-40, -50]] as const

const onPage = <T>(site: Site, path: string, work: (page: Page) => Promise<T>): Promise<T> =>
  inFreshProfile(async (context) => {
    const page = await context.newPage()
    await page.goto(site.address + path)
    await page.waitForFunction(() => 'bench' in window)
    await page.waitForTimeout(500)
    return work(page)
  }, desk)

const show = (page: Page, count: number) =>
  page.evaluate((points) => (window as unknown as { bench: MapPage }).bench.show(points), count)

async function pan(page: Page): Promise<number> {
  const took: number[] = []
  for (const [left, top] of pans) {
    took.push(await page.evaluate((by) => (window as unknown as { bench: MapPage }).bench.pan(by[0], by[1]), [left, top] as const))
    await page.waitForTimeout(100)
  }
  return median(took)
}

interface Side { readonly first: number; readonly pan: number }

const shown = (site: Site, path: string, mode?: OurMapPage['mode']): Promise<Side> => onPage(site, path, async (page) => {
  if (mode) await page.evaluate((now) => ((window as unknown as { bench: OurMapPage }).bench.mode = now), mode)
  const first = await show(page, many)
  await page.waitForTimeout(500)
  return { first, pan: await pan(page) }
})

/** Bytes, gzip, of a million points as GeoJSON and as our columns: as fine as records come, and as fine as the view needs. */
function weighPayloads() {
  const { lng, lat, kind } = makePoints(million)
  const geojson = JSON.stringify({ type: 'FeatureCollection', features: Array.from({ length: million }, (_, i) => ({
    type: 'Feature', properties: { kind: kind[i] },
    geometry: { type: 'Point', coordinates: [Number(lng[i]?.toFixed(6)), Number(lat[i]?.toFixed(6))] },
  })) })
  function columns(grid: number): number {
    const rows = Array.from({ length: million }, (_, i) =>
      [Math.floor(worldX(lng[i] as number) * 2 ** grid), Math.floor(worldY(lat[i] as number) * 2 ** grid), kind[i] as number] as const)
      .sort((a, b) => a[2] - b[2] || a[1] - b[1] || a[0] - b[0])
    const answer = {
      grid, kinds: ['a', 'b', 'c', 'd'], steps: true,
      ...codeColumns({ x: rows.map(([x]) => x), y: rows.map(([, y]) => y) }), kind: rows.map(([, , each]) => each), count: rows.map(() => 1),
    }
    return gzipSync(JSON.stringify(answer)).byteLength
  }
  return { geojson: gzipSync(geojson).byteLength, inView: columns(Math.ceil(view.zoom) + 9), fine: columns(26) }
}

/** The map's canvas against Leaflet's own and its cluster plug-in; a million points against supercluster and GeoJSON. */
export async function measureMap(): Promise<Finding> {
  const built = await buildPage('map')
  const sites = {
    ours: await serve([pageMount('map', built)]),
    canvas: await serve([{ at: '/', folder: await buildPeer('leaflet-canvas') }]),
    cluster: await serve([{ at: '/', folder: await buildPeer('leaflet-markercluster') }]),
    supercluster: await serve([{ at: '/', folder: await buildPeer('supercluster') }]),
  }
  const runs: { cluster: Side; ours: Side; canvas: Side; dots: Side; load: number; parts: { index: number; draw: number } }[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      runs.push({
        cluster: await shown(sites.cluster, '/'),
        ours: await shown(sites.ours, '/map/'),
        canvas: await shown(sites.canvas, '/'),
        dots: await shown(sites.ours, '/map/', 'dots'),
        load: await onPage(sites.supercluster, '/', (page) =>
          page.evaluate((count) => (window as unknown as { bench: { load(of: number): number } }).bench.load(count), million)),
        parts: await onPage(sites.ours, '/map/', async (page) => {
          await page.evaluate(() => ((window as unknown as { bench: OurMapPage }).bench.mode = 'dots'))
          return page.evaluate((count) => (window as unknown as { bench: OurMapPage }).bench.parts(count), million)
        }),
      })
      console.log(`${round + 1}/${rounds} ${JSON.stringify(runs.at(-1))}`)
    }
  } finally {
    await Promise.all([...Object.values(sites).map((site) => site.stop()), built.remove()])
  }
  const of = (value: (run: (typeof runs)[number]) => number) => median(runs.map(value))
  const first = { ours: of(({ ours }) => ours.first), 'leaflet.markercluster': of(({ cluster }) => cluster.first) }
  const panned = { ours: of(({ dots }) => dots.pan), 'Leaflet canvas': of(({ canvas }) => canvas.pan) }
  const index = { ours: of(({ parts }) => parts.index), supercluster: of(({ load }) => load) }
  const draw = of(({ parts }) => parts.draw)
  const bytes = weighPayloads()
  say('100,000 points, first paint as clusters', first, 'ms')
  say('100,000 points, first paint as dots', { ours: of(({ dots }) => dots.first), 'Leaflet canvas': of(({ canvas }) => canvas.first) }, 'ms')
  say('100,000 points, pan to repaint as dots', panned, 'ms')
  say('100,000 points, pan to repaint as clusters', { ours: of(({ ours }) => ours.pan), 'leaflet.markercluster': of(({ cluster }) => cluster.pan) }, 'ms')
  say('1,000,000 points, index', index, 'ms')
  say('1,000,000 points, drawn', { ours: draw }, 'ms')
  say('1,000,000 points, gzip', { 'GeoJSON': bytes.geojson / 1024, 'ours for the view': bytes.inView / 1024, 'ours to 0.6 m': bytes.fine / 1024 }, 'KiB')
  const figures = {
    first_paint: first.ours / first['leaflet.markercluster'],
    pan_to_repaint: panned.ours / panned['Leaflet canvas'],
    index: index.ours / index.supercluster,
    draw_ms: draw,
    payload: bytes.inView / bytes.geojson,
    payload_fine: bytes.fine / bytes.geojson,
  }
  return {
    figures,
    aims: [
      atMost('first paint against leaflet.markercluster', figures.first_paint, 0.02),
      atMost('pan to repaint against Leaflet\'s canvas markers', figures.pan_to_repaint, 0.05),
      atMost('index of a million against supercluster', figures.index, 0.1),
      atMost('a million drawn, ms', figures.draw_ms, 400),
      atMost('a million on their way against gzipped GeoJSON', figures.payload, 0.2),
    ],
  }
}

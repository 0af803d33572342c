import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openFixturePage, type FixturePage } from '../../photos/fixture-page.ts'
import type { RecordPosition } from '../../../src/domain/header.ts'
import type { Fixture } from './fixture/main.ts'

/** Two square counties side by side, from 107° to 109° east and 28° to 29° north. */
const outlines = {
  type: 'Topology',
  arcs: [[[108, 28], [108, 29]], [[108, 29], [107, 29], [107, 28], [108, 28]], [[108, 28], [109, 28], [109, 29], [108, 29]]],
  objects: {
    counties: {
      type: 'GeometryCollection',
      geometries: [
        { type: 'Polygon', id: 520326, arcs: [[0, 1]] },
        { type: 'Polygon', id: 520327, arcs: [[2, -1]] },
      ],
    },
  },
}

describe('pinning a position on the map', () => {
  let fixture: FixturePage
  const press = (name: string) => fixture.page.getByRole('button', { name, exact: true }).click()
  const value = (): Promise<RecordPosition | null> =>
    fixture.page.evaluate(() => (window as unknown as { fixture: Fixture }).fixture.value())
  const ground = () => fixture.page.locator('.pin-map-ground')
  const openMap = async () => {
    await press('在地图上选点')
    await fixture.page.getByText('标在十字处').waitFor()
    await fixture.page.locator('.leaflet-overlay-pane canvas').waitFor()
  }

  beforeAll(async () => {
    fixture = await openFixturePage(new URL('./fixture/', import.meta.url), {
      viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true,
    })
    fixture.give('/outlines/52.json', new TextEncoder().encode(JSON.stringify(outlines)))
  })
  beforeEach(async () => {
    await fixture.page.context().clearPermissions()
    await fixture.reopen()
    fixture.complaints.length = 0
  })
  afterAll(() => fixture.close())

  it('loads no map before one is asked for', async () => {
    const loaded = () => fixture.page.evaluate(() =>
      performance.getEntriesByType('resource').filter(({ name }) => /leaflet|PinMap/i.test(name)).length)

    expect(await loaded()).toBe(0)
    await openMap()
    expect(await loaded()).toBeGreaterThan(0)
  })

  it('shows the whole province and pins the cross in its centre', async () => {
    await openMap()
    await press('标在十字处')
    await press('用这个位置')

    const seen = await value()
    expect(seen).toMatchObject({ fix_source: 'manual_pin', accuracy_m: null })
    expect(seen?.lng).toBeCloseTo(108, 1)
    expect(seen?.lat).toBeCloseTo(28.5, 1)
    expect(fixture.complaints).toEqual([])
  })

  it('pins where the map is tapped, and follows the pin when it is dragged', async () => {
    await openMap()
    const box = await ground().boundingBox()
    if (box === null) throw new Error('no map')
    const at = { x: box.x + box.width / 4, y: box.y + box.height / 2 }
    await fixture.page.touchscreen.tap(at.x, at.y)
    await fixture.page.locator('.pin-map-mark').waitFor()
    const tapped = await fixture.page.locator('.pin-map-point').textContent()

    await fixture.page.mouse.move(at.x, at.y - 30)
    await fixture.page.mouse.down()
    await fixture.page.mouse.move(at.x + 100, at.y - 30, { steps: 5 })
    await fixture.page.mouse.up()
    const dragged = await fixture.page.locator('.pin-map-point').textContent()
    await press('用这个位置')

    expect(tapped).toMatch(/28\.\d{5}°N 107\.\d{5}°E/)
    expect(dragged).not.toBe(tapped)
    expect((await value())?.lng).toBeGreaterThan(Number(tapped?.match(/N (\d+\.\d+)/)?.[1]))
    expect(fixture.complaints).toEqual([])
  })

  it('starts from the position that is known', async () => {
    await fixture.page.context().grantPermissions(['geolocation'], { origin: fixture.address })
    await fixture.page.context().setGeolocation({ longitude: 107.9, latitude: 28.52, accuracy: 15 })
    await press('定位')
    await fixture.page.getByText('重新定位').waitFor()
    await openMap()
    await press('用这个位置')

    expect(await value()).toMatchObject({ lng: 107.9, lat: 28.52, fix_source: 'manual_pin' })
  })

  it('says that there are no outlines and still pins', async () => {
    await fixture.page.goto(`${fixture.address}/?province=99`)
    await press('在地图上选点')
    await fixture.page.getByText('没有这个省的离线轮廓').waitFor()
    await press('标在十字处')
    await press('用这个位置')

    expect((await value())?.fix_source).toBe('manual_pin')
  })

  it('gives every button a target of at least 44 pixels', async () => {
    await openMap()

    const small = await fixture.page.evaluate(() =>
      [...document.querySelectorAll('button')].filter((each) => {
        const { width, height } = each.getBoundingClientRect()
        return width < 44 || height < 44
      }).map((each) => each.textContent))

    expect(small).toEqual([])
  })

  it('keeps every way open when the person has denied positions', async () => {
    const session = await fixture.page.context().newCDPSession(fixture.page)
    await session.send('Browser.setPermission', {
      permission: { name: 'geolocation' }, setting: 'denied', origin: fixture.address,
    })
    await press('定位')
    await fixture.page.getByText('没有使用位置的权限').waitFor()
    await openMap()
    await press('标在十字处')
    await press('用这个位置')
    await press('室内收不到信号')

    expect(await value()).toMatchObject({ fix_source: 'manual_pin', pin_reason: '室内收不到信号' })
  })
})

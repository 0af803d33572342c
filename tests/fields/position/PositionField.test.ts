import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, h, nextTick, ref, type App } from 'vue'
import { createI18n } from 'vue-i18n'
import PositionField from '../../../src/fields/position/PositionField.vue'
import type { RecordPosition } from '../../../src/domain/header.ts'
import words from '../../../src/fields/position/zh-CN.json'
import { FakeGeolocation } from './fake-geolocation.ts'

describe('the position field', () => {
  let app: App
  let device: FakeGeolocation
  const value = ref<RecordPosition | null>(null)

  const settle = async () => {
    for (let i = 0; i < 5; i += 1) await nextTick()
  }
  const text = () => document.body.textContent ?? ''
  const button = (label: string) => {
    const found = [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === label)
    if (found === undefined) throw new Error(`no button ${label} in ${text()}`)
    return found
  }
  const press = async (label: string) => {
    button(label).click()
    await settle()
  }
  const write = async (line: string) => {
    const input = document.querySelector('input')
    if (input === null) throw new Error('no input')
    input.value = line
    input.dispatchEvent(new Event('input'))
    await settle()
  }

  beforeEach(() => {
    value.value = null
    device = new FakeGeolocation()
    vi.stubGlobal('navigator', { geolocation: device })
    document.body.replaceChildren(document.createElement('main'))
    app = createApp(() => h(PositionField, {
      modelValue: value.value, 'onUpdate:modelValue': (next: RecordPosition | null) => (value.value = next),
    }))
    app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { fields: { position: words } } } }))
    app.mount(document.querySelector('main') ?? document.body)
  })
  afterEach(() => {
    app.unmount()
    vi.unstubAllGlobals()
  })

  it('explains what the position is for and asks for nothing by itself', () => {
    expect(text()).toContain('不在后台记录行踪')
    expect(device.watching).toBe(0)
  })

  it('shows the accuracy so far and then the result', async () => {
    await press('定位')
    expect(text()).toContain('请在弹出的询问里选“允许”')
    device.read({ lng: 107.9, lat: 28.52, accuracy: 150.2 })
    await settle()
    expect(text()).toContain('目前精度 ±151 米')
    device.read({ lng: 107.9, lat: 28.52, accuracy: 12 })
    await settle()

    expect(value.value).toMatchObject({ lng: 107.9, lat: 28.52, accuracy_m: 12, fix_source: 'gps' })
    expect(text()).toContain('28.52000°N 107.90000°E')
    expect(text()).toContain('精度 ±12 米')
    expect(device.watching).toBe(0)
  })

  it('takes a coarse position on request, warns and suggests a pin', async () => {
    await press('定位')
    device.read({ lng: 107.9, lat: 28.52, accuracy: 800 })
    await settle()
    await press('就用目前的位置')

    expect(value.value).toMatchObject({ accuracy_m: 800, fix_source: 'network' })
    expect(text()).toContain('超过 200 米')
    button('在地图上选点')
  })

  it('keeps every way open when permission is denied', async () => {
    await press('定位')
    device.refuse(1)
    await settle()
    expect(document.querySelector('[role=alert]')?.textContent).toContain('没有使用位置的权限')

    button('在地图上选点')
    await press('无法定位')
    await write('山里没有信号')
    expect(value.value).toMatchObject({ lng: null, fix_source: null, no_fix_reason: '山里没有信号' })
    await press('现场没有信号')
    expect(value.value?.no_fix_reason).toBe('现场没有信号')
  })

  it('keeps the position it has when a new search fails', async () => {
    await press('定位')
    device.read({ lng: 107.9, lat: 28.52, accuracy: 12 })
    await settle()
    await press('重新定位')
    device.refuse(1)
    await settle()

    expect(value.value).toMatchObject({ lng: 107.9, accuracy_m: 12 })
  })

  it('drops the reason for having none once there is a position', async () => {
    await press('无法定位')
    await press('现场没有信号')
    await press('定位')
    device.read({ lng: 107.9, lat: 28.52, accuracy: 12 })
    await settle()

    expect(value.value).toMatchObject({ lng: 107.9, no_fix_reason: '' })
    expect(text()).not.toContain('无法定位的原因')
  })

  it('asks for the reason of a pin', async () => {
    value.value = { lng: 107, lat: 28, accuracy_m: null, fix_source: 'manual_pin', no_fix_reason: '', pin_reason: '' }
    await settle()
    await write('室内')

    expect(value.value).toMatchObject({ lng: 107, fix_source: 'manual_pin', pin_reason: '室内' })
  })

  it('stops listening to the sensor when it goes away', async () => {
    await press('定位')
    expect(device.watching).toBe(1)

    app.unmount()

    expect(device.watching).toBe(0)
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, h, nextTick, ref, type App } from 'vue'
import { createI18n } from 'vue-i18n'
import ScanSheet from '@/fields/scan/ScanSheet.vue'
import words from '@/fields/zh-CN.json'
import shared from '@/locales/zh-CN.json'

const read = vi.hoisted(() => vi.fn<() => Promise<string | null>>())
vi.mock('@/fields/scan/scan', () => ({ openScanner: () => Promise.resolve({ read, stop: () => undefined }) }))

describe('ScanSheet', () => {
  let app: App
  const open = ref(true)
  const scanned: string[] = []
  const stopped = vi.fn()
  const text = () => document.body.textContent ?? ''
  const tap = (label: string) => [...document.querySelectorAll('button')].find((each) => each.textContent?.includes(label))?.click()
  const start = (getUserMedia?: () => Promise<unknown>, granted = false) => {
    vi.stubGlobal('navigator', {
      mediaDevices: getUserMedia && { getUserMedia },
      permissions: { query: () => Promise.resolve({ state: granted ? 'granted' : 'prompt' }) },
    })
    open.value = true
    app = createApp(() => h(ScanSheet, { title: '扫码', hint: '对准二维码', open: open.value,
      'onUpdate:open': (value: boolean) => (open.value = value), onScan: (code: string) => scanned.push(code) }))
    app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { ...shared, ...words } } }))
    app.mount(document.body.appendChild(document.createElement('div')))
  }
  const camera = () => Promise.resolve({ getTracks: () => [{ stop: stopped }] })

  beforeEach(() => {
    scanned.length = 0
    read.mockReset().mockResolvedValue(null)
    stopped.mockReset()
    HTMLMediaElement.prototype.play = () => Promise.resolve()
    Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', { set: () => undefined, configurable: true })
  })
  afterEach(() => {
    app.unmount()
    document.body.replaceChildren()
    vi.unstubAllGlobals()
  })

  it('explains what the camera is for and asks for nothing by itself', async () => {
    const getUserMedia = vi.fn(camera)
    start(getUserMedia)
    await nextTick()

    expect(text()).toContain('画面不保存，也不上传')
    expect(getUserMedia).not.toHaveBeenCalled()
  })

  it.each([
    ['NotAllowedError', '没有摄像头权限'], ['NotFoundError', '没有找到摄像头'], ['NotReadableError', '这里不能使用摄像头'],
  ])('says in words what %s means and what to do instead', async (name, said) => {
    start(() => Promise.reject(new DOMException('', name)))
    await nextTick()
    tap('打开摄像头')

    await vi.waitFor(() => expect(text()).toContain(said))
    expect(text()).toContain('或手工输入')
  })

  it('says so where no camera can be had at all', async () => {
    start()
    await nextTick()
    tap('打开摄像头')

    await vi.waitFor(() => expect(text()).toContain('这里不能使用摄像头'))
  })

  it('gives each code once while it stays in sight, and lets the camera go when closed', async () => {
    read.mockResolvedValue('杏巡 1')
    start(camera, true)

    await vi.waitFor(() => expect(read.mock.calls.length).toBeGreaterThan(2))
    expect(scanned).toEqual(['杏巡 1'])
    open.value = false
    await vi.waitFor(() => expect(stopped).toHaveBeenCalled())
  })

  it('takes what is typed by hand', async () => {
    start()
    await nextTick()
    const input = document.querySelector<HTMLInputElement>('input:not([type=file])')
    if (!input) throw new Error('nothing to type into')
    input.value = ' 手写的 '
    input.dispatchEvent(new Event('input'))
    await nextTick()
    document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))

    expect(scanned).toEqual(['手写的'])
  })
})

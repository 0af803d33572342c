import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import { createApp, h, type Component } from 'vue'
import { createI18n } from 'vue-i18n'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import zhCN from '@/locales/zh-CN.json'
import { listed } from '@/domain/listed-record'
import RecordRow from '@/features/history/RecordRow.vue'
import { openLocal } from '@/local/local'
import { open } from '@/opening/opening'
import { row } from '@/opening/page'
import { openingWords } from '@/opening/words'
import { icons } from '@/ui/icons'
import { fillShell } from '@/ui/shell'
import shell from '@/ui/shell.html?raw'
import { linkComponent } from '@/ui/link'
import { authorId, documentId, makeHeader, makePayload } from '../make/payload.ts'

const words = openingWords(zhCN)
const link: Component = (props: { to: string }, { slots }) => h('a', { href: props.to }, slots['default']?.())

/** The words that a person reads and the names that the styles go by. */
const looks = (element: Element): unknown => [
  element.tagName, [...element.classList].sort().join(' '), element.getAttribute('href') ?? element.getAttribute('d'),
  element.children.length > 0 ? [...element.children].map(looks) : element.textContent,
]

describe('a line of the opening', () => {
  it.each([
    ['a draft', makePayload({ status: 'draft' })],
    ['an untitled one for practice', makePayload({ practice: true, header: makeHeader({ title: '' }) })],
    ['one without a day or place', makePayload({ header: makeHeader({ started_at: null, place_name: '' }) })],
    ['one that was returned', makePayload({ status: 'returned' })],
  ])('looks as the app draws it before its whole is read: %s', (_, payload) => {
    const line = listed(payload, 1)
    const root = document.createElement('div')
    createApp(RecordRow, { line }).use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': zhCN } }))
      .provide(linkComponent, link).mount(root)

    expect(looks(row(line, words))).toEqual(looks(root.firstElementChild as Element))
  })

  it('takes what people wrote as text', () => {
    const drawn = row(listed(makePayload({ header: makeHeader({ title: '<img src=x>' }) }), 1), words)

    expect(drawn.querySelector('img')).toBeNull()
    expect(drawn.textContent).toContain('<img src=x>')
  })
})

describe('the opening', () => {
  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory()
    Dexie.dependencies.indexedDB = globalThis.indexedDB
    localStorage.clear()
    history.replaceState(null, '', '/')
    document.body.innerHTML = fillShell(shell, { today: '今天', records: '记录', create: '新建', map: '地图', me: '我的', places: '位置' })
    const local = openLocal(authorId, (bytes) => new Uint8Array(bytes))
    await local.records.save(makePayload({ id: documentId(1), status: 'draft', header: makeHeader({ title: '未完的一场' }) }), [], 2)
    await local.records.save(makePayload({ id: documentId(2), status: 'submitted', header: makeHeader({ title: '交了的一场' }) }), [], 1)
    local.close()
    localStorage.setItem('xingxun.identity', JSON.stringify({ personId: authorId, memberships: [{ id: 1, organisation_id: 7 }] }))
  })
  const rows = () => [...document.querySelectorAll('main .x-row-title')].map((each) => each.textContent)

  it('lists what the device holds, what is left to do first', async () => {
    await open(words)

    expect(rows()).toEqual(['未完的一场', '交了的一场', zhCN.today.all])
    expect(document.querySelector('main a.x-button')?.getAttribute('href')).toBe('/start')
    expect(document.querySelector('.x-row-leading path')?.getAttribute('d')).toBe(icons.leaf)
  })

  it('says that the data are made up where they are, above the page as the app does', async () => {
    await open(words)
    expect(document.querySelector('.demo-strip')).toBeNull()

    localStorage.setItem('xingxun.config', JSON.stringify({ url: '', key: 'k', accountDomain: 'd', demo: true }))
    await open(words)
    expect(document.querySelector('main')?.previousElementSibling?.textContent).toBe(zhCN.app.demo)
  })

  it('shows each record once, as its last save left it, and none that was dropped', async () => {
    const local = openLocal(authorId, (bytes) => new Uint8Array(bytes))
    for (const title of ['改了一次', '改了两次'])
      await local.records.save(makePayload({ id: documentId(1), status: 'draft', header: makeHeader({ title }) }), [], 3)
    await local.records.save(makePayload({ id: documentId(3), status: 'draft', revision: 0, header: makeHeader({ title: '不要了的' }) }), [], 4)
    await local.records.discard(documentId(3))
    local.close()

    await open(words)

    expect(rows()).toEqual(['改了两次', '交了的一场', zhCN.today.all])
  })

  it('offers a manager what Today offers', async () => {
    localStorage.setItem('xingxun.identity', JSON.stringify({ personId: authorId, memberships: [
      { id: 1, role: 'area_manager', organisation_id: null, area_id: 520326, area_name: '务川县' },
      { id: 2, role: 'organisation_manager', organisation_id: 7, organisation_name: '务川县中医院' },
    ] }))
    await open(words)

    expect([...document.querySelectorAll('main a')].slice(0, 2).map((each) => [each.getAttribute('href'), each.textContent])).toEqual([
      ['/map', '查看务川县的工作情况'], ['/duplicates?scope=organisation-7', '核对疑似重复的记录务川县中医院'],
    ])
  })

  it('answers a tap with the address and the heading of the record, and leaves the rest to the app', async () => {
    await open(words)
    document.querySelector<HTMLElement>(`main a[href="/records/${documentId(2)}"]`)?.click()

    expect(location.pathname).toBe(`/records/${documentId(2)}`)
    expect(document.querySelector('h1')?.textContent).toBe('交了的一场')
    expect(document.querySelectorAll('.x-bone').length).toBeGreaterThan(0)
  })

  it('lets the app answer once it reads the address itself', async () => {
    await open(words)
    const asked: string[] = []
    if (window.opening) window.opening.go = (path) => void asked.push(path)
    document.querySelector<HTMLElement>('nav a[href="/records"]')?.click()

    expect([asked, location.pathname]).toEqual([['/records'], '/'])
  })

  it('keeps the app waiting while a finger is on the page, until its tap was answered, and no longer than a tap takes', async () => {
    await open(words)
    const steps: string[] = []
    const link = document.querySelector<HTMLElement>('nav a[href="/records"]')
    const wait = () => window.opening?.untouched().then(() => steps.push(location.pathname))

    link?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
    const untouched = wait()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(steps).toEqual([])
    link?.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }))
    link?.click()
    await untouched
    expect(steps).toEqual(['/records'])

    await open(words)
    link?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
    await wait()
    expect(steps).toHaveLength(2)
  })

  it('draws nothing into the app, should it have come first', async () => {
    document.body.firstElementChild?.setAttribute('data-v-app', '')
    await open(words)

    expect(rows()).toEqual([])
  })

  it.each([
    ['nobody has signed in', () => localStorage.removeItem('xingxun.identity')],
    ['another page was asked for', () => history.replaceState(null, '', '/records')],
    ['the language is another', () => localStorage.setItem('xingxun.locale', 'en')],
  ])('leaves the shell alone where %s', async (_, prepare) => {
    prepare()
    delete window.earlyLines
    await open(words)

    expect(rows()).toEqual([])
    expect(window.earlyLines !== undefined).toBe(localStorage.getItem('xingxun.identity') !== null)
  })

  it('has the browser look for a newer version, whether the app comes or not', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const update = vi.fn(() => Promise.reject(new TypeError('no line')))
    vi.stubGlobal('navigator', { serviceWorker: { getRegistration: () => Promise.resolve({ update }) } })
    try {
      const opened = open(words, () => undefined)
      await vi.advanceTimersByTimeAsync(3_000)
      expect(update).not.toHaveBeenCalled()
      await vi.advanceTimersByTimeAsync(2_000)
      expect(update).toHaveBeenCalledOnce()
      await opened
    } finally {
      vi.unstubAllGlobals()
      vi.useRealTimers()
    }
  })

  it('[E6] says that the app did not open when a part of it does not load, and when it has not come in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    try {
      let said = 0
      const part = Object.assign(document.createElement('link'), { rel: 'modulepreload', href: '/assets/gone.js' })
      document.head.append(part)
      const opened = open(words, () => (said += 1))
      await vi.waitFor(async () => {
        await vi.advanceTimersByTimeAsync(200)
        expect(said).toBe(1)
      })
      await opened
      part.remove()

      const late = open(words, () => (said += 1))
      await vi.advanceTimersByTimeAsync(15_000)
      await late
      expect(said).toBe(3)
      expect(warn).toHaveBeenCalledOnce()
    } finally {
      warn.mockRestore()
      vi.useRealTimers()
    }
  })

  it('[E6] says nothing once the app stands', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    let said = 0
    const opened = open(words, () => (said += 1))
    await vi.advanceTimersByTimeAsync(2_000)
    await opened
    document.querySelector('.x-frame')?.setAttribute('data-v-app', '')
    await vi.advanceTimersByTimeAsync(20_000)
    vi.useRealTimers()

    expect(said).toBe(0)
  })

  it('[E6] shows the way to the records in words, within the place that the app takes over', async () => {
    document.body.innerHTML = `<div id="app">${document.body.innerHTML}</div>`
    const app = document.querySelector('#app') as Element
    await import('@/opening/not-open')

    const note = app.querySelector('main [data-not-open]')
    expect(note?.textContent).toContain('没有打开')
    expect([...note?.querySelectorAll('a') ?? []].map((each) => each.getAttribute('href'))).toEqual(['/recover.html', '/'])
  })
})

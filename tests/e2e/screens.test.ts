import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { field, signIn, waitUntilOfflineReady } from './person.ts'

/** Every place of the app, in both languages, at both sizes: it opens, says something, and breaks no rule. */
describe('the screens', () => {
  let server: AppServer
  let phone: Device

  beforeAll(async () => {
    server = await openAppServer()
    phone = await openDevice()
  })
  afterAll(async () => {
    await phone?.close()
    await server?.close()
  })

  it('refuse a wrong password in words, and keep what was typed', async () => {
    const { page } = phone
    await page.goto(server.address)
    await page.fill('input[autocomplete=username]', 'zhuanjia')
    await page.fill('input[type=password]', 'not-the-password')
    await page.click('button[type=submit]')

    await page.getByText('账号或密码不对').waitFor()
    expect(await page.inputValue('input[autocomplete=username]')).toBe('zhuanjia')
  })

  it('lead a stranger to a page asked for once signed in', async () => {
    const { page } = phone
    await page.goto(`${server.address}/records`)
    await page.fill('input[autocomplete=username]', 'zhuanjia')
    await page.fill('input[type=password]', 'xingxun-demo-2026')
    await page.click('button[type=submit]')

    await page.waitForURL(/\/records$/)
    await page.locator('main a[href^="/records/"]').first().waitFor()
  })

  it('open every place of the bar, in Chinese and in English', async () => {
    const { page } = phone
    for (const [language, titles] of [
      ['简体中文', ['今天', '记录', '开始记录', '苏远志']],
      ['English', ['Today', 'Records', 'New record', '苏远志']],
    ] as const) {
      await page.goto(`${server.address}/me`)
      await page.getByText(language, { exact: true }).click()
      for (const [index, path] of ['/', '/records', '/start', '/me'].entries()) {
        await page.locator(`nav a[href="${path}"]`).click()
        await page.getByRole('heading', { level: 1, name: titles[index] as string }).waitFor()
      }
    }
    await page.getByText('简体中文', { exact: true }).click()
  })

  it('close the topmost sheet on Android\'s back, and stay on the form', async () => {
    const { page } = phone
    await page.goto(server.address)
    await waitUntilOfflineReady(page)
    // Without a network, because the next test drops this draft before any server has it.
    await phone.context.setOffline(true)
    await page.locator('nav a[href="/start"]').click()
    await page.getByText('义诊', { exact: true }).click()
    await page.locator('[data-action=begin]').click()
    await field(page, 'header.host_area_id').locator('button').click()
    await page.getByRole('dialog').waitFor()

    await page.goBack()

    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await expect.poll(() => page.url()).toContain('/capture/')
    await field(page, 'header.title').waitFor()
  })

  it('drop a draft only when asked twice', async () => {
    const { page } = phone
    await page.getByRole('button', { name: '删除草稿' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: '删除草稿' }).click()

    try {
      await page.waitForURL(/\/records$/)
      await page.getByText('草稿已删除').waitFor()
    } finally {
      await phone.context.setOffline(false)
    }
  })

  it('read a colleague\'s record of the own organisation without a network', async () => {
    const { page } = phone
    await page.goto(`${server.address}/records?show=unit`)
    await page.locator('[data-archive-state]').getByText('已与服务器核对').waitFor()
    await phone.context.setOffline(true)
    try {
      // Told by the name behind the day: what says that an own record is delivered comes only once it is read.
      const theirs = page.locator('main a[href^="/records/"]', { hasText: /\d{4}-\d\d-\d\d · \p{Script=Han}{2,3} · /u }).first()
      // Only rows near the window are drawn, and how far down the first of a colleague stands depends on the day.
      await expect.poll(async () => {
        if (await theirs.count() > 0) return true
        await page.mouse.wheel(0, 600)
        return false
      }).toBe(true)
      await theirs.click()
      await page.locator('[data-archived]').getByText(/填报人：\S/).waitFor()
      await page.getByText('人数与资料').waitFor()
    } finally {
      await phone.context.setOffline(false)
    }
  })

  it('tell a person without an area so, instead of an empty map', async () => {
    const { page } = phone
    await page.goto(`${server.address}/map`)

    await page.getByText('你的账号没有管理的地区').waitFor()
  })

  it('sign out and let the same person come back to what was there', async () => {
    const { page } = phone
    await page.goto(`${server.address}/me`)
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL(/\/sign-in/)

    await signIn(page, server.address, 'zhuanjia')

    await page.locator('main a[href^="/records/"]').first().waitFor()
  })

  it.each([
    ['/records', '记录'], ['/start', '开始记录'], ['/me', '苏远志'], ['/me/packs', '离线资料'], ['/plans', '计划'], ['/plans/new', '新建计划'],
    ['/duplicates', '疑似重复'], ['/checklists', '检查表分值'],
  ])('open %s by its address', async (path, title) => {
    await phone.page.goto(`${server.address}${path}`)

    await phone.page.getByRole('heading', { level: 1, name: title }).waitFor()
  })

  it('say how many entries an offline pack holds, and how large it is', async () => {
    await phone.page.goto(`${server.address}/me/packs`)

    await phone.page.getByText(/^6,\d{3} 条 · \d{3} KB$/).waitFor()
  })

  it('answer a tap before the app has come, and let the app take over', async () => {
    const page = await phone.context.newPage()
    await page.addInitScript({ content: `
      new MutationObserver((_, observer) => {
        const row = document.querySelector('main a[href^="/records/"]')
        if (!row || location.pathname !== '/') return
        observer.disconnect()
        window.tappedEarly = !document.querySelector('#app').__vue_app__
        row.click()
      }).observe(document, { childList: true, subtree: true })` })
    await page.goto(server.address)

    await page.locator('[data-delivery]').waitFor()
    expect(await page.evaluate(() => (window as { tappedEarly?: boolean }).tappedEarly)).toBe(true)
    expect(new URL(page.url()).pathname).toMatch(/^\/records\/[0-9a-f-]{36}$/)
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: '今天' }).waitFor()
    await page.locator('main a[href="/start"]').waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
    await page.close()
  })

  it('stand where the opening drew them: a tap aimed at the one finds the other', async () => {
    const page = await phone.context.newPage()
    await page.addInitScript({ content: `
      const places = window.places = {}
      const look = () => {
        const start = document.querySelector('main a[href="/start"]')
        if (start) places[document.querySelector('[data-v-app]') ? 'app' : 'opening'] ??= start.getBoundingClientRect().top
        requestAnimationFrame(look)
      }
      look()` })
    await page.goto(server.address)
    const places = await page.waitForFunction(() => {
      const seen = (window as unknown as { places: Record<string, number> }).places
      return seen['app'] !== undefined && seen
    })
    const { app, opening } = await places.jsonValue() as Record<string, number>

    expect(app).toBeGreaterThan(0)
    expect(opening).toBe(app)
    await page.close()
  })

  it('do not lose a tap that began before the app came and ends after it could have come', async () => {
    const page = await phone.context.newPage()
    await page.addInitScript({ content: `
      new MutationObserver((_, observer) => {
        const start = document.querySelector('main a[href="/start"]')
        if (!start || document.querySelector('#app').__vue_app__) return
        observer.disconnect()
        start.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
        setTimeout(() => {
          start.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }))
          if (start.isConnected) start.click()
        }, 900)
      }).observe(document, { childList: true, subtree: true })` })
    await page.goto(server.address)

    await page.locator('[data-action=begin]').waitFor()
    expect(new URL(page.url()).pathname).toBe('/start')
    await page.close()
  })

  it('show a manager the last report without a network, with its age', async () => {
    const desk = await openDevice({ width: 1440, height: 900, colorScheme: 'dark' })
    const { page } = desk
    await signIn(page, server.address, 'wuchuan')
    await page.locator('.area-map[data-ready=true]').waitFor()
    const sessions = await page.locator('[data-side=host] [data-figure=sessions]').getAttribute('data-value')
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)

    await desk.context.setOffline(true)
    await page.reload()

    await page.getByText(/没有网络，显示的是/).waitFor()
    expect(await page.locator('[data-side=host] [data-figure=sessions]').getAttribute('data-value')).toBe(sessions)
    await desk.close()
  })
})

import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { field, signIn } from './person.ts'

/** A manager lets somebody in, shuts them out, helps them over a forgotten password, and takes in a list. */
describe('people', () => {
  const password = 'kz7-mola-prad'
  let server: AppServer
  let manager: Device
  let phone: Device
  let account = ''
  let code = ''
  beforeAll(async () => {
    server = await openAppServer()
    manager = await openDevice({ width: 1440, height: 900 })
    phone = await openDevice()
    await signIn(manager.page, server.address, 'yuanban')
  })
  afterAll(async () => {
    await manager?.close()
    await phone?.close()
    await server?.close()
  })
  const codeOn = async (device: Device) => (await device.page.locator('[data-code]').first().getAttribute('data-code')) ?? ''
  const openPerson = async (name: string) => {
    await manager.page.goto(`${server.address}/people`)
    await manager.page.getByPlaceholder('姓名、拼音首字母或账号').fill(name)
    await manager.page.locator('[data-person]').first().click()
    await manager.page.locator('[data-action=merge]').waitFor()
  }
  const fillAccount = async (device: Device, word: string) => {
    await field(device.page, 'password').locator('input').fill(word)
    account = await field(device.page, 'account').locator('input').inputValue()
    await device.page.locator('[data-action=join]').click()
  }
  const refused = '这个账号现在不能送出'

  it('are invited by a manager with a code that is shown once', async () => {
    const { page } = manager
    await page.goto(`${server.address}/me`)
    await page.getByText('人员和邀请').click()
    await page.locator('[data-action=invite]').click()
    await page.locator('[data-field=place]').getByText('绍兴市中医院').waitFor()
    await page.locator('[data-action=make-code]').click()
    await page.getByText('必填').first().waitFor()
    await field(page, 'name').locator('input').fill('岑白术')
    await page.locator('[data-action=make-code]').click()

    code = await codeOn(manager)
    expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
    await page.locator('.x-qr-ink[d^="M"]').waitFor()
  })

  it('join by it on their own phone and see their own Today', async () => {
    const { page } = phone
    await page.goto(`${server.address}/sign-up#${code}`)
    await page.getByText('加入绍兴市中医院，身份是工作人员').waitFor()
    expect(await field(page, 'account').locator('input').inputValue()).toMatch(/^cbs\d{4}$/)
    await fillAccount(phone, 'xingxun123456')
    await page.getByText('太像，请换一个').waitFor()
    await fillAccount(phone, password)

    await page.getByText('今天还没有记录').waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
    await page.goto(`${server.address}/me`)
    await page.getByRole('heading', { name: '岑白术' }).waitFor()
    await page.getByText('绍兴市中医院').waitFor()
    expect(await page.getByText('人员和邀请').count()).toBe(0)
    await page.goto(server.address)
  })

  it('who have no code, or one that was used, are told so', async () => {
    const other = await openDevice()
    await other.page.goto(`${server.address}/sign-in`)
    await other.page.getByText('输入邀请码或一次性代码').click()
    await field(other.page, 'code').locator('input').fill(code.toLowerCase().replaceAll('-', ''))
    await other.page.locator('[data-action=look]').click()
    await other.page.getByText('这个邀请码已经用过').waitFor()
    await other.close()
  })

  it('are shut out at the next contact when the manager disables them, and come back when enabled', async () => {
    await openPerson('cbs')
    await manager.page.locator('[data-action=disable]').click()
    await manager.page.getByRole('alertdialog').getByRole('button', { name: '停用账号' }).click()
    await manager.page.getByText('已停用').first().waitFor()

    await phone.page.reload()
    await phone.page.getByText(refused).waitFor()
    await manager.page.locator('[data-action=disable]').click()
    await manager.page.getByRole('alertdialog').getByRole('button', { name: '恢复账号' }).click()
    await manager.page.getByText('已恢复').waitFor()
    await phone.page.reload()
    await phone.page.getByText('全部已送达').or(phone.page.getByText('今天还没有记录')).first().waitFor()
    await phone.page.getByText(refused).waitFor({ state: 'hidden' })
  })

  it('who forgot the password get a new account by a one-time code, and the old one is closed', async () => {
    const before = account
    await openPerson('岑白术')
    await manager.page.locator('[data-action=recover]').click()
    await manager.page.locator('[data-action=make-code]').click()
    code = await codeOn(manager)
    const second = await openDevice()
    await second.page.goto(`${server.address}/sign-up`)
    await field(second.page, 'code').locator('input').fill(code)
    await second.page.locator('[data-action=look]').click()
    await second.page.getByText(`代替原来的账号 ${before}`).waitFor()
    await fillAccount(second, password)

    await second.page.getByText('今天还没有记录').waitFor()
    expect(account).toMatch(new RegExp(`^${before}\\d$`))
    await phone.page.reload()
    await phone.page.getByText(refused).waitFor()
    await second.page.goto(`${server.address}/sign-in`)
    await second.page.fill('input[autocomplete=username]', before)
    await second.page.fill('input[type=password]', password)
    await second.page.click('button[type=submit]')
    await second.page.locator('[data-no-role]').waitFor()
    await second.close()
  })

  it('come out of a spreadsheet, each wrong row with its reason', async () => {
    const { page } = manager
    const rows = [['本院人员', null, null], ['姓名', '职称', '工作单位'], ['钟地黄', '主治医师', '绍兴市中医院'], ['乔防风', '大师', ''], ['', '', '绍兴市中医院'],
      ['钟地黄', '', ''], ['韦茯苓', '', '某某医院'], ['苏远志', '', ''], ['蓝玉竹', '', '']]
    const bytes = await writeXlsx({ sheets: [{ name: '名单', rows }] })
    await page.goto(`${server.address}/people/import`)
    await page.setInputFiles('[data-import=file]', { name: '名单.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })

    await page.getByText('可以导入 3 行，有问题 4 行').waitFor()
    await page.getByText('第 4 行 · 职称“大师”认不出来').waitFor()
    await page.getByText('第 6 行 · 和前面的一行重复').waitFor()
    await page.getByText('第 7 行 · 你管理的单位里没有“某某医院”').waitFor()
    await page.locator('[data-action=send-rows]').click()
    await page.getByText('已导入 2 行，没有导入 5 行').waitFor()
    await page.getByText('第 8 行 · 系统里已经有了').waitFor()
    await page.goto(`${server.address}/people`)
    await page.getByPlaceholder('姓名、拼音首字母或账号').fill('zdh')
    await page.getByText('钟地黄').waitFor()
  })

  it('who were entered twice are merged, and parted again', async () => {
    const { page } = manager
    await openPerson('蓝玉竹')
    await page.locator('[data-action=merge]').click()
    await page.getByPlaceholder('找另一个登记').fill('钟地黄')
    await page.locator('.x-pick').first().click()
    await page.locator('[data-action=merge]').click()
    await page.getByText('已合并为一人').waitFor()
    await page.locator('[data-action=undo-merge]').click()
    await page.getByText('已撤销合并').waitFor()
    await openPerson('钟地黄')
  })
})

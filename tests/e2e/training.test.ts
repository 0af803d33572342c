import type { Page } from 'playwright-core'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonId } from '../../src/domain/id.ts'
import { formatPersonCode } from '../../src/domain/person-code.ts'
import { qrPng } from '../make/qr.ts'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { chooseTownship, locate, waitSaved } from './clinic.ts'
import { field, numberField, signIn, waitUntilOfflineReady } from './person.ts'

const title = '务川县基层拔罐培训班'
const position = { longitude: 107.8893, latitude: 28.5228, accuracy: 12 }
const typedNames = ['侯紫草', '柏青蒿', '童白蔹']
const choose = (page: Page, name: string, label: string) => field(page, name).getByText(label, { exact: true }).click()
const sheetOf = (page: Page) => page.getByRole('dialog').last()
const tap = (page: Page, action: string) => page.locator(`[data-action=${action}]`).click()

/** Opens the picker of a field and takes the first row that has these words. */
async function pickFirst(page: Page, button: string, words: string): Promise<void> {
  await sheetOf(page).getByRole('button', { name: button }).click()
  await sheetOf(page).getByRole('searchbox').fill(words)
  await sheetOf(page).locator('.x-pick').first().click()
}

let server: AppServer
beforeAll(async () => { server = await openAppServer() })
afterAll(() => server?.close())

/** A whole roster on a phone without a network, and what its county reads of it. */
describe('a training session recorded offline', () => {
  let phone: Device
  beforeAll(async () => {
    phone = await openDevice({ position })
    await signIn(phone.page, server.address, 'wcyisheng')
    await waitUntilOfflineReady(phone.page)
    await phone.context.setOffline(true)
  })
  afterAll(() => phone?.close())

  it('takes its course, hours and trainers', async () => {
    const { page } = phone
    await page.goto(`${server.address}/start`)
    await page.getByText('适宜技术培训', { exact: true }).click()
    await tap(page, 'begin')
    await field(page, 'header.title').locator('input').fill(title)
    await locate(page)
    await chooseTownship(page, '涪洋镇')
    await field(page, 'header.place_name').locator('input').fill('涪洋镇卫生院会议室')
    await numberField(page, 'session_no').fill('2')
    await choose(page, 'answers.mode', '现场')
    await choose(page, 'answers.course_type', '适宜技术')
    await choose(page, 'answers.venue_type', '非医疗机构')
    await field(page, 'answers.techniques').getByRole('button').click()
    await sheetOf(page).getByText('拔罐类').first().click()
    await sheetOf(page).getByText('留罐', { exact: true }).click()
    await sheetOf(page).getByText('针刺类').first().click()
    await sheetOf(page).getByText('毫针', { exact: true }).click()
    await sheetOf(page).getByRole('button', { name: '确定' }).click()
    await numberField(page, 'hours_theory').fill('2')
    await numberField(page, 'hours_practice').fill('3.5')
    await tap(page, 'trainers-from-team')

    await page.getByText('合计 5.5 学时').waitFor()
    await field(page, 'answers.venue_type').getByText('有创技术须在医疗机构内培训', { exact: true }).waitFor()
    await choose(page, 'answers.venue_type', '医疗机构')
    await waitSaved(page)
  })

  it('takes several trainees at once, known ones and typed ones', async () => {
    const { page } = phone
    await tap(page, 'add-trainees')
    await tap(page, 'type-names')
    await sheetOf(page).locator('textarea').fill(typedNames.join('\n'))
    await pickFirst(page, '所在机构', '涪洋')
    await tap(page, 'add-names')
    await sheetOf(page).getByText('申艾叶').click()
    await tap(page, 'add-people')

    await page.locator('[data-roster-sums]').getByText('名册 4 人').waitFor()
    expect(await page.locator('.roster-list li').count()).toBe(4)
  })

  it('sums up the groups, and says when they do not make up the trainees', async () => {
    const { page } = phone
    await numberField(page, 'trainee_count').fill('4')
    await numberField(page, 'village_doctors').fill('2')
    await tap(page, 'fill-zero')
    await field(page, 'answers.trainee_count').getByText('五类人数合计 2 人，与学员人数不符').waitFor()
    await numberField(page, 'township_staff').fill('2')

    await page.locator('[data-parts-sum]').getByText('五类合计 4 人，学员 4 人').waitFor()
    await numberField(page, 'signed_in').fill('4')
  })

  it('passes all, takes that back, and numbers the certificates', async () => {
    const { page } = phone
    const sums = page.locator('[data-roster-sums]')
    await tap(page, 'pass-all')
    await sums.getByText('合格 4').waitFor()
    await page.getByRole('button', { name: '撤销' }).click()
    await sums.getByText('合格 0').waitFor()

    await page.locator('.roster-list button').first().click()
    await numberField(page, 'roster.0.theory_score').fill('48.5')
    await sheetOf(page).getByText('不合格', { exact: true }).click()
    await tap(page, 'next-trainee')
    await numberField(page, 'roster.1.theory_score').fill('96')
    await sheetOf(page).getByRole('button', { name: '关闭' }).click()
    await tap(page, 'pass-all')
    await page.getByLabel('下一个证书编号').fill('务中适宜2026-009')
    await tap(page, 'number-certificates')
    await page.locator('.roster-list').getByText('务中适宜2026-010').waitFor()
    await tap(page, 'use-sums')

    await sums.getByText('已考核 4 · 合格 3 · 发证 3').waitFor()
    expect(await numberField(page, 'certificates').inputValue()).toBe('3')
    expect(await numberField(page, 'orgs_covered').inputValue()).toBe('2')
    await waitSaved(page)
  })

  it('is sealed, and delivered with the people whom it names', async () => {
    const { page } = phone
    // The recipient remembered from the last session may lie elsewhere: then the form asks why.
    const reason = field(page, 'reason.far_from_organisation').locator('input, textarea')
    if (await reason.count() > 0) await reason.fill('受援单位沿用上期，本期在涪洋镇举办')
    await tap(page, 'submit')
    await page.waitForURL(/\/records\//)
    await page.getByText(typedNames[0] ?? '').first().waitFor()
    await phone.context.setOffline(false)

    await page.locator('[data-delivery=verified]').waitFor({ timeout: 90_000 })
  })

  it('shows its county persons, not visits, and the roster by name', async () => {
    const device = await openDevice({ width: 1440, height: 900 })
    try {
      const { page } = device
      await signIn(page, server.address, 'wuchuan')
      await page.goto(`${server.address}/map`)
      const row = page.getByRole('row').filter({ hasText: title })
      await row.getByText('学员 4 人').waitFor()
      await row.getByText(title).click()

      for (const name of [...typedNames, '申艾叶']) await page.getByRole('row').filter({ hasText: name }).waitFor()
      await page.getByRole('row').filter({ hasText: typedNames[1] ?? '' }).getByText('务中适宜2026-').waitFor()
    } finally {
      await device.close()
    }
  })
})

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许']
/** Twenty trainees, one with an identity number beside the name and one with a score beyond the scale. */
const roster = () => writeXlsx({ sheets: [{ name: '名册', rows: [
  ['务川县适宜技术培训班'], ['姓名', '单位', '职称', '理论成绩', '是否合格', '身份证号'],
  ...surnames.map((surname, n) => [`${surname}杏林`, '务川仡佬族苗族自治县中医院', '医师', n === 7 ? 120 : 80 + (n % 10), '合格',
    n === 3 ? '11010519491231002X' : '']),
] }] })

/** Trainees who come onto the roster by a spreadsheet, by their own codes, and by the session's. */
describe('a roster filled by other ways', () => {
  let phone: Device
  const sums = () => phone.page.locator('[data-roster-sums]')
  beforeAll(async () => {
    phone = await openDevice({ position })
    const { page } = phone
    await signIn(page, server.address, 'wcyisheng')
    await waitUntilOfflineReady(page)
    await page.goto(`${server.address}/start`)
    await page.getByText('适宜技术培训', { exact: true }).click()
    await tap(page, 'begin')
    await field(page, 'header.title').locator('input').fill('务川县推拿培训班')
    await waitSaved(page)
    await phone.context.setOffline(true)
  })
  afterAll(() => phone?.close())

  it('takes the good rows of a spreadsheet, and says what is wrong with the others', async () => {
    const { page } = phone
    await tap(page, 'import-roster')
    await page.setInputFiles('[data-import=file]', { name: '名册.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('no workbook') })
    await page.locator('[data-import-trouble]').getByText('这不是能读的 .xlsx 文件').waitFor()
    await page.setInputFiles('[data-import=file]', { name: '名册.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(await roster()) })

    await page.locator('[data-import-sum]').getByText('新学员 18 人').waitFor()
    await page.locator('[data-import-row=error]').getByText('这一行有身份证号').waitFor()
    await page.locator('[data-import-row=error]').getByText('理论成绩“120”不对').waitFor()
    await tap(page, 'take-rows')
    await sums().getByText('名册 18 人 · 1 家机构 · 已考核 18 · 合格 18').waitFor()
  })

  it('reads a trainee\'s own code out of a picture, without a network, and knows it again', async () => {
    const { page } = phone
    const code = formatPersonCode({ id: '01932b7a-1111-7abc-8def-0123456789ab' as PersonId, name: '苏合香' })
    const show = (text: string) => page.setInputFiles('[data-scan=file]', { name: 'code.png', mimeType: 'image/png', buffer: qrPng(text) })
    await tap(page, 'scan-trainees')
    await show('https://example.cn')
    await page.locator('[data-scan-said]').getByText('这不是学员的二维码').waitFor()
    await show(code)
    await page.locator('[data-scan-said]').getByText('已添加 苏合香').waitFor()
    await show(code)
    await page.locator('[data-scan-said]').getByText('苏合香 已在名册').waitFor()
    await sheetOf(page).getByRole('button', { name: '关闭' }).click()

    await sums().getByText('名册 19 人').waitFor()
    await tap(page, 'session-code')
    await page.locator('[data-code-trouble]').getByText('没有网络').first().waitFor()
    await sheetOf(page).getByRole('button', { name: '关闭' }).click()
  })

  it('takes who signs in at the session on a phone of their own, once the trainer taps', async () => {
    const { page } = phone
    const delivered = page.waitForResponse((response) => response.url().endsWith('/rpc/push') && response.ok())
    await phone.context.setOffline(false)
    await delivered
    await waitSaved(page)
    await tap(page, 'session-code')
    const address = await page.locator('[data-session-address]').innerText()
    const other = await openDevice()
    try {
      await other.page.goto(address)
      await other.page.getByText('务川县推拿培训班').waitFor()
      const input = (name: string) => other.page.locator(`[data-field="${name}"] input`)
      await input('name').fill('安息香 13800000000')
      await input('organisation').fill('务川仡佬族苗族自治县中医院')
      await tap(other.page, 'sign-in-sheet')
      await field(other.page, 'name').getByText('这里不要填身份证号或手机号').waitFor()
      await input('name').fill('安息香')
      await tap(other.page, 'sign-in-sheet')
      await other.page.locator('[data-sheet-done]').getByText('安息香，已登记').waitFor()

      await sheetOf(page).getByText('待确认 1 人').waitFor()
      await sheetOf(page).getByRole('button', { name: '关闭' }).click()
      await page.locator('[data-accept]').click()
      await sums().getByText('名册 20 人').waitFor()
      await page.locator('[data-waiting]').waitFor({ state: 'detached' })
      await tap(page, 'session-code')
      await sheetOf(page).getByRole('button', { name: '停止签到' }).click()
      await other.page.reload()
      await other.page.locator('[data-sheet-closed]').getByText('签到已经结束').waitFor()
    } finally {
      await other.close()
    }
  })
})

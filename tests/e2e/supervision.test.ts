import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayThatLasts } from '../make/day-that-lasts.ts'
import { makeJpeg } from '../photos/make-jpeg.ts'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { chooseTownship, locate, openBasics, takePhoto, waitSaved } from './clinic.ts'
import { field, numberField, signIn, waitUntilOfflineReady } from './person.ts'
import { fillFinding, fillSection, nameAuthorAlone, pickOrganisation, sign, takeEvidence } from './visit.ts'

const title = '务川县中医院重点专科督导检查'
const inspected = '务川仡佬族苗族自治县中医院'
const position = { longitude: 107.9142, latitude: 28.6747, accuracy: 10 }
const refusedTitle = '务川县中医院核心制度抽查'
const refusal = '院长外出，值班人员不愿代签'
const methods = ['听取汇报', '查阅资料', '实地查看', '反馈会']
const noWard = '肺病专科未设独立病房，患者散住内科'
const noVideo = '专科视频网络平台已采购但未启用'

/** A hospital inspected offline by a checklist with scores, two findings and both signatures; read by both counties. */
describe('a supervision visit recorded offline', () => {
  let server: AppServer
  let phone: Device
  let record = ''
  let firstDay = ''

  const startDay = () => field(phone.page, 'header.started_at').locator('input[type=date]').inputValue()
  const choose = (name: string, ...labels: string[]) => labels.reduce(
    (before, label) => before.then(() => field(phone.page, name).getByText(label, { exact: true }).click()), Promise.resolve())

  /** These methods and no others; last time's may stand there already. */
  async function chooseMethods(names: readonly string[]): Promise<void> {
    for (const choice of await field(phone.page, 'answers.methods').locator('label').all()) {
      const wanted = names.includes((await choice.textContent() ?? '').trim())
      if (await choice.locator('input').isChecked() !== wanted) await choice.click()
    }
  }

  async function manager(account: string, work: (device: Device) => Promise<void>): Promise<void> {
    const device = await openDevice({ width: 1440, height: 900 })
    try {
      await signIn(device.page, server.address, account)
      await work(device)
    } finally {
      await device.close()
    }
  }

  beforeAll(async () => {
    server = await openAppServer()
    phone = await openDevice({ position })
    await signIn(phone.page, server.address, 'zhuanjia')
    await waitUntilOfflineReady(phone.page)
  })
  afterAll(async () => {
    await phone?.close()
    await server?.close()
  })

  it('fetches the organisations of a county that a draft moves to, for days without a network', async () => {
    const { page } = phone
    await page.goto(`${server.address}/start`)
    await page.getByText('督导检查', { exact: true }).click()
    await page.locator('[data-action=begin]').click()
    await chooseTownship(page, '丹砂街道')
    await field(page, 'header.recipient_org_id').locator('button').click()

    await page.getByRole('dialog').locator('.x-pick').filter({ hasText: inspected }).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click()
    await waitSaved(page)
    await phone.context.setOffline(true)
  })

  it('takes the place, the inspected organisation and the second inspector', async () => {
    const { page } = phone
    await page.goto(`${server.address}/start`)
    await page.getByText('督导检查', { exact: true }).click()
    await page.locator('[data-action=begin]').click()
    await field(page, 'header.title').locator('input').fill(title)
    await nameAuthorAlone(page)
    await locate(page)
    await takePhoto(page, Buffer.from(await makeJpeg(page, { seed: 1 })), 'ward.jpg')
    await takePhoto(page, Buffer.from(await makeJpeg(page, { seed: 2 })), 'office.jpg')
    await chooseTownship(page, '丹砂街道')
    await pickOrganisation(page, 'header.recipient_org_id', inspected)
    await field(page, 'header.place_name').locator('input').fill('县中医院肺病科')
    await field(page, 'header.participants').getByRole('button', { name: '添加' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('searchbox').fill('沈杜若')
    await sheet.locator('.x-pick').first().click()
    await sheet.getByRole('button', { name: '确定' }).click()

    await field(page, 'header.participants').getByText('沈杜若').waitFor()
    await waitSaved(page)
    firstDay = await startDay()
    record = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  })

  it('says how the visit was made', async () => {
    const { page } = phone
    await choose('answers.visit_type', '专项督导')
    await choose('answers.level', '市级')
    await choose('answers.selection', '抽取')
    await chooseMethods(methods)
    await field(page, 'answers.documents_reviewed').locator('textarea').fill('专科建设年度计划\n优势病种诊疗方案\n进修学员登记册')
    await numberField(page, 'interviewees').fill('6')

    await waitSaved(page)
  })

  it('scores the checklist item by item, and tells the grade when all is answered', async () => {
    const { page } = phone
    const total = page.locator('[data-visit-total]')
    await field(page, 'answers.template_code').locator('label').filter({ hasText: '重点中医专科检查表' }).click()
    await fillSection(page, '基础条件', {
      beds: { numbers: ['24'], deduction: '编制床位 30 张，实际开放 24 张' },
      rooms: { taps: ['专科门诊', '治疗室'], deduction: '未设专科病房' },
      devices: { numbers: ['8'] },
      plaque: { omitted: '本院为成员单位，不是组长单位' },
    })
    await total.getByText('已检查 4/15 项').waitFor()
    await total.getByText('已得 17 分（已检查项满分 20 分）').waitFor()
    await page.locator('[data-item=rooms]').getByRole('button', { name: '记为问题' }).click()
    await fillSection(page, '人才队伍', {
      physician_share: { numbers: ['14', '20'] },
      leader: { taps: ['副高'], deduction: '带头人为副主任医师' },
      training: { numbers: ['2'], deduction: '年内接收进修 2 次' },
      manager: { yes: true },
    })
    await fillSection(page, '服务技术', {
      protocols: { numbers: ['2'], deduction: '缺 1 个病种的诊疗方案' },
      records: { numbers: ['9', '10'], deduction: '1 份病历未按诊疗方案用药' },
      techniques: { taps: ['纳入诊疗方案', '纳入临床路径'] },
      research: { numbers: ['1'] },
    })
    await fillSection(page, '环境形象', {
      signs: { taps: ['标识规范', '文化宣传', '诊室保护隐私'] },
      satisfaction: { numbers: ['19', '20'], deduction: '1 名患者对候诊时间不满意' },
      video: { yes: false, deduction: '平台未启用' },
    })
    await takeEvidence(page, 'items.video', Buffer.from(await makeJpeg(page, { seed: 3 })))
    await page.locator('[data-item=video]').getByRole('button', { name: '记为问题' }).click()

    await total.getByText('已检查 15/15 项').waitFor()
    await total.getByText('总分 84.08 分').waitFor()
    await total.getByText('良', { exact: true }).waitFor()
    await waitSaved(page)
  })

  it('is opened again at its checklist: what was filled in before is a line each, one tap away', async () => {
    const { page } = phone
    await page.reload()
    await page.locator('[data-item]').first().waitFor()

    expect(await field(page, 'header.title').count()).toBe(0)
    const facts = page.locator('[data-visit-facts]')
    await facts.getByText(/^专项督导 · 市级 · 重点中医专科检查表/).waitFor()
    await facts.getByRole('button', { name: '检查概况' }).click()
    expect(await numberField(page, 'interviewees').inputValue()).toBe('6')

    expect(await field(page, 'header.position').count()).toBe(0)
    await page.getByRole('button', { name: /^照片与位置 ?28\.67470°N 107\.91420°E · \d+ 张照片/ }).click()
    await field(page, 'header.position').waitFor()
  })

  it('shows the section that was chosen among those beside it', async () => {
    const { page } = phone
    const sections = field(page, 'answers.items')
    for (const name of ['环境形象', '基础条件']) {
      const chip = sections.locator('label').filter({ hasText: name })
      await chip.dispatchEvent('click')
      await page.waitForFunction((label) => {
        const { left, right } = label!.getBoundingClientRect()
        return left >= 0 && right <= innerWidth
      }, await chip.elementHandle())
    }
  })

  it('unfolds what stops it when it is handed in, also where it was folded by hand', async () => {
    const { page } = phone
    const asked = field(page, 'answers.methods')
    await chooseMethods([])
    async function foldAndHandIn(): Promise<void> {
      await page.locator('[data-visit-facts]').getByRole('button', { name: '检查概况' }).click()
      await asked.waitFor({ state: 'hidden' })
      await page.locator('[data-action=submit]').click()
      await asked.waitFor({ state: 'visible' })
      await page.getByText(/还有 \d+ 处要处理/).first().waitFor()
    }
    await foldAndHandIn()
    await foldAndHandIn()
    await chooseMethods(methods)
    await waitSaved(page)
  })

  it('proposes who is responsible for a finding and until when', async () => {
    const { page } = phone
    // Both are proposed from the day on which they are written.
    await dayThatLasts(60)
    await fillFinding(page, 0, { description: noWard, severity: '较重', measure: '年底前调整病区，设独立专科病房不少于 10 张床' })
    await fillFinding(page, 1, { description: noVideo, severity: '一般', measure: '完成设备调试并开展首次远程会诊' })

    await field(page, 'answers.findings.0.responsible_org').getByText(inspected).waitFor()
    const due = (index: number) => field(page, `answers.findings.${index}.due_on`).locator('input').inputValue()
    const [major, minor] = [Date.parse(await due(0)), Date.parse(await due(1))]
    expect((minor - major) / 86_400_000).toBe(15)
    await field(page, 'answers.findings.1.due_on').locator('input').fill(new Date(minor + 5 * 86_400_000).toISOString().slice(0, 10))
    await waitSaved(page)
  })

  it('is signed by both sides and sealed', async () => {
    const { page } = phone
    await openBasics(page)
    for (const type of ['date', 'time']) {
      const ended = await field(page, 'header.ended_at').locator(`input[type=${type}]`).inputValue()
      await field(page, 'answers.feedback_at').locator(`input[type=${type}]`).fill(ended)
    }
    await sign(page, 'answers.inspector_sign')
    await sign(page, 'answers.inspectee_sign')
    expect(await field(page, 'answers.inspectee_sign').locator('polyline').count()).toBe(2)
    await field(page, 'reason.evidence_missing').locator('input').fill('资料类佐证已在现场核对，不便拍照')
    await field(page, 'reason.responsible_person_missing').locator('input').fill('责任人待院方确定')
    await waitSaved(page)
    await page.locator('[data-action=submit]').click()

    await page.waitForURL(/\/records\//)
    await page.locator('[data-delivery=queued], [data-delivery=sending]').waitFor()
    await page.getByText(noWard).waitFor()
  })

  it('is delivered with all pictures when the line is back', async () => {
    await phone.context.setOffline(false)
    await phone.page.locator('[data-delivery=verified]').waitFor({ timeout: 90_000 })
    await phone.page.getByText('照片 3 张，已核验 3 张').waitFor()
  })

  it.each(['wuchuan', 'yuecheng'])('is read by %s with its score, grade, findings and signatures', async (account) => {
    await manager(account, async ({ page }) => {
      await page.goto(`${server.address}/map${account === 'yuecheng' ? '?side=home' : ''}`)
      const row = page.getByRole('row').filter({ hasText: title })
      await row.getByText('问题 2 个').waitFor()
      await row.getByText(title).click()
      await page.waitForURL(new RegExp(`/activities/${record}`))

      await page.getByText('84.08').first().waitFor()
      await page.getByText('良', { exact: true }).first().waitFor()
      for (const words of [noWard, noVideo, '本院为成员单位，不是组长单位', '沈杜若'])
        await page.getByText(words).first().waitFor()
      expect(await page.locator('.visit-signature polyline').count()).toBe(4)
    })
  })

  it('may be refused by the inspected side: the reason stands in place of its signature, for the manager too', async () => {
    const { page } = phone
    await page.goto(`${server.address}/start`)
    await page.getByText('督导检查', { exact: true }).click()
    await page.locator('[data-action=begin]').click()
    await field(page, 'header.title').locator('input').fill(refusedTitle)
    await field(page, 'header.place_name').locator('input').fill('县中医院医务科')
    await locate(page)
    const sameDay = await startDay() === firstDay
    await choose('answers.selection', '抽取')
    await field(page, 'answers.template_code').locator('label').filter({ hasText: '核心制度' }).click()
    await page.locator('[data-meet-all]').click()
    for (const type of ['date', 'time']) {
      const ended = await field(page, 'header.ended_at').locator(`input[type=${type}]`).inputValue()
      await field(page, 'answers.feedback_at').locator(`input[type=${type}]`).fill(ended)
    }
    await sign(page, 'answers.inspector_sign')
    await page.locator('[data-action=submit]').click()
    await field(page, 'answers.inspectee_sign').getByText('请被检查单位签字，或写明拒签原因').waitFor()
    await field(page, 'answers.refused_sign_reason').locator('input').fill(refusal)
    // Begun after midnight it is no second visit of a day, and nothing is asked.
    if (sameDay) await field(page, 'reason.likely_duplicate').locator('input').fill('同日另查核心制度')
    await waitSaved(page)
    await page.locator('[data-action=submit]').click()
    await page.waitForURL(/\/records\//)
    await page.locator('[data-delivery=verified]').waitFor({ timeout: 60_000 })

    await manager('wuchuan', async ({ page: desk }) => {
      await desk.goto(`${server.address}/map`)
      await desk.getByRole('row').filter({ hasText: refusedTitle }).getByText(refusedTitle).click()
      await desk.getByText(refusal).waitFor()
      await desk.locator('.visit-signature polyline').first().waitFor()
      expect(await desk.locator('.visit-signature').count()).toBe(1)
    })
  })

  it('is nowhere for a third county', async () => {
    await manager('aqi', async ({ page }) => {
      await page.goto(`${server.address}/map`)
      await page.locator('[data-area]').waitFor()
      expect(await page.getByText(title).count()).toBe(0)
      await page.goto(`${server.address}/activities/${record}`)
      await page.getByText('没有找到').waitFor()
    })
  })
})

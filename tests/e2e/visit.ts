import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { waitSaved } from './clinic.ts'
import { field } from './person.ts'

/** What an inspector puts down for one item; what is not named stays untouched. */
export interface FoundItem {
  readonly yes?: boolean
  /** Figures in the order of the item's inputs. */
  readonly numbers?: readonly string[]
  /** Labels to tap: parts that are there, or a grade. */
  readonly taps?: readonly string[]
  readonly deduction?: string
  /** Why the item is left out. */
  readonly omitted?: string
}

/** Opens a section of the checklist and fills its items. */
export async function fillSection(page: Page, section: string, items: Readonly<Record<string, FoundItem>>): Promise<void> {
  await field(page, 'answers.items').locator('label').filter({ hasText: section }).click()
  for (const [code, { yes, numbers = [], taps = [], deduction, omitted }] of Object.entries(items)) {
    const item = page.locator(`[data-item=${code}]`)
    if (yes !== undefined) await item.getByText(yes ? '符合' : '不符合', { exact: true }).first().click()
    for (const [nth, value] of numbers.entries()) await item.locator('input[inputmode]').nth(nth).fill(value)
    for (const label of taps) await item.getByText(label, { exact: true }).click()
    if (deduction !== undefined) await field(page, `answers.items.${code}.deduction_reason`).locator('input').fill(deduction)
    if (omitted !== undefined) {
      await item.getByRole('button', { name: '合理缺项' }).click()
      await field(page, `answers.items.${code}.na_reason`).locator('input').fill(omitted)
    }
  }
  expect(await outsideItsItem(page)).toEqual([])
}

/** Choices that stand out of the box of their item, by the item's code. */
const outsideItsItem = (page: Page): Promise<(string | null)[]> =>
  page.locator('[data-item]').evaluateAll((items) => items.filter((item) => [...item.querySelectorAll('.x-choice')]
    .some((choice) => choice.getBoundingClientRect().right > item.getBoundingClientRect().right)).map((item) => item.getAttribute('data-item')))

/** Takes out whom a new record names from last time, but for its author: who that was depends on the day of the demo data. */
export async function nameAuthorAlone(page: Page): Promise<void> {
  const others = field(page, 'header.participants').locator('.people-field-list li')
  await others.first().waitFor()
  while (await others.count() > 1) {
    const left = await others.count()
    await others.nth(left - 1).locator('button').last().click()
    await others.nth(left - 1).waitFor({ state: 'detached' })
  }
}

export interface WrittenFinding {
  readonly description: string
  readonly severity: string
  readonly measure: string
}

/** Takes a picture at an item or a finding; resolves when its thumbnail stands there. */
export async function takeEvidence(page: Page, place: string, jpeg: Buffer): Promise<void> {
  await page.setInputFiles(`[data-photo-at="camera ${place}"]`, { name: 'evidence.jpg', mimeType: 'image/jpeg', buffer: jpeg })
  await page.locator(`[data-evidence="${place}"] .evidence-grid img`).waitFor()
}

/** Completes the finding at this place of the list, with the first picture of the record where it has none. */
export async function fillFinding(page: Page, index: number, { description, severity, measure }: WrittenFinding): Promise<void> {
  const path = `answers.findings.${index}`
  await field(page, `${path}.description`).locator('textarea').fill(description)
  await field(page, `${path}.severity`).getByText(severity, { exact: true }).click()
  const photos = field(page, `${path}.photos`)
  if (await photos.locator('.evidence-grid img').count() === 0) {
    await photos.getByRole('button', { name: '用已有的' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.locator('label').first().click()
    await sheet.getByRole('button', { name: '确定' }).click()
    await photos.locator('.evidence-grid img').waitFor()
  }
  await field(page, `${path}.measure`).locator('textarea').fill(measure)
}

/** Draws two strokes on a signature pad. */
export async function sign(page: Page, name: string): Promise<void> {
  const pad = field(page, name).locator('.x-signature')
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (!box) throw new Error(`no pad for ${name}`)
  for (const stroke of [[[0.15, 0.3], [0.3, 0.6], [0.45, 0.3]], [[0.55, 0.25], [0.6, 0.7], [0.85, 0.45]]] as const) {
    const [first, ...rest] = stroke.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const)
    await page.mouse.move(...first as [number, number])
    await page.mouse.down()
    for (const point of rest) await page.mouse.move(...point, { steps: 6 })
    await page.mouse.up()
  }
}

/** Picks an organisation in a field's sheet by its name. */
export async function pickOrganisation(page: Page, name: string, organisation: string): Promise<void> {
  await field(page, name).locator('button').click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('searchbox').fill(organisation)
  await sheet.locator('.x-pick').filter({ hasText: organisation }).first().click()
  await sheet.waitFor({ state: 'hidden' })
}

/** Gives the same reason for every warning that asks for one; some go away meanwhile. */
export async function giveReasons(page: Page, reason: string): Promise<void> {
  await waitSaved(page)
  const inputs = page.locator('[data-field^="reason."] input')
  for (let empty = 0; empty >= 0;) {
    empty = await inputs.evaluateAll((all) => all.findIndex((input) => (input as HTMLInputElement).value === ''))
    if (empty >= 0) await inputs.nth(empty).fill(reason, { timeout: 5_000 }).catch((error: Error) => { if (!/Timeout/.test(error.message)) throw error })
  }
  await waitSaved(page)
}

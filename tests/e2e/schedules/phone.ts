import type { CDPSession, Page } from 'playwright-core'
import { makeJpeg } from '../../photos/make-jpeg.ts'
import { makeProfile, openDevice, type Device } from '../browser.ts'
import { openBasics, takePhoto, waitSaved } from '../clinic.ts'
import { field, signIn, waitUntilOfflineReady } from '../person.ts'
import type { Line } from './line.ts'

export const account = 'zhuanjia'
const position = { longitude: 107.95, latitude: 28.62, accuracy: 9 }
/** Where a form shows words; each tab has fields of its own, for two tabs at one field is for a person to decide. */
const fields = ['answers.purpose', 'header.title'] as const
const otherField = 'answers.filing_exempt_reason'

/** Tells of every moment in which a page says that all is saved, with the words it shows. Runs in the page before its own scripts. */
function tellSaved(): void {
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (!(target instanceof HTMLElement) || target.dataset['save'] !== 'saved') continue
      const words = [...target.querySelectorAll<HTMLInputElement>('textarea, input')].map(({ value }) => value).join(' ')
      void (window as unknown as { shownAsSaved(words: string): Promise<void> }).shownAsSaved(words)
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-save'] })
}

/** A phone in a real browser, on one profile throughout, with a form open on a record. */
export class SchedulePhone {
  readonly profile = makeProfile()
  private device: Device | null = null
  private devtools: CDPSession | null = null
  private tabs: Page[] = []
  private pictures = 0
  record = ''
  /** Marks that a page showed while it said that all was saved, of the record that is open. */
  readonly promised = new Set<string>()
  /** Pictures that stood in the form, saved. */
  photos = 0

  constructor(private readonly line: Line) {}

  get page(): Page {
    if (!this.device) throw new Error('the browser is closed')
    return this.device.page
  }

  async open(path: string): Promise<void> {
    this.device = await openDevice({ profile: this.profile, position })
    const { context } = this.device
    await context.exposeBinding('shownAsSaved', (_source, words: string) => {
      for (const [mark] of words.matchAll(/m\d+-\d+/g)) this.promised.add(mark)
    })
    // The compiler that runs these files by themselves names functions through a function that pages do not have.
    await context.addInitScript({ content: 'globalThis.__name ??= (named) => named' })
    await context.addInitScript(tellSaved)
    this.devtools = await context.newCDPSession(this.page)
    await this.page.goto(this.line.address + path)
  }

  async begin(): Promise<void> {
    this.promised.clear()
    this.photos = 0
    await this.page.goto(`${this.line.address}/start`)
    await this.page.getByText('义诊', { exact: true }).click()
    await this.page.locator('[data-action=begin]').click()
    await this.page.waitForURL(/\/capture\//)
    this.record = new URL(this.page.url()).pathname.split('/').at(-1) ?? ''
    await waitSaved(this.page)
  }

  async firstTime(): Promise<void> {
    await this.open('/sign-in')
    await signIn(this.page, this.line.address, account)
    await waitUntilOfflineReady(this.page)
  }

  private get form(): string {
    return `/capture/${this.record}`
  }

  /** Opens what a fold hides. */
  private async reach(page: Page, name: string): Promise<void> {
    await page.locator('[data-save]').waitFor()
    await openBasics(page)
    await field(page, name).waitFor()
  }

  async type(nth: number, mark: string, wait: boolean, page = this.page, name: string = fields[nth] ?? fields[0]): Promise<void> {
    await this.reach(page, name)
    const input = field(page, name).locator('textarea, input').first()
    await input.fill(`${await input.inputValue()} ${mark}`.trim())
    if (wait) await waitSaved(page)
  }

  async photo(): Promise<void> {
    await this.page.locator('[data-save]').waitFor()
    const jpeg = await makeJpeg(this.page, { width: 1200, height: 900, seed: this.pictures += 1 })
    await takePhoto(this.page, Buffer.from(jpeg), `${this.pictures}.jpg`)
    await waitSaved(this.page)
    this.photos += 1
  }

  async kill(): Promise<void> {
    await this.device?.kill()
    this.tabs = []
    await this.open(this.form)
  }

  async otherTab(mark: string): Promise<void> {
    const page = await this.device?.context.newPage()
    if (!page) return
    this.tabs.push(page)
    await page.goto(this.line.address + this.form)
    await this.type(0, mark, true, page, otherField)
    if (this.tabs.length > 3) await this.tabs.shift()?.close()
  }

  setFlight(on: boolean): Promise<void> {
    return this.device?.context.setOffline(on) ?? Promise.resolve()
  }

  /** Types on a full disk, where nothing can be saved, then has room again: the page saves by itself. */
  async fullDisk(mark: string): Promise<void> {
    const allow = (size: { quotaSize?: number }) => this.devtools?.send('Storage.overrideQuotaForOrigin', { origin: this.line.address, ...size })
    await this.closeTabs()
    await this.page.goto('about:blank')
    await allow({ quotaSize: 1 })
    await this.page.waitForTimeout(3_000)
    await this.page.goto(this.line.address + this.form)
    await this.type(0, mark, false)
    await this.page.waitForTimeout(1_000)
    await allow({})
    await waitSaved(this.page)
  }

  /** Another build stands at the server, and the page looks for it. */
  newVersion(): Promise<void> {
    this.line.version += 1
    return this.page.evaluate(async () => void (await navigator.serviceWorker.getRegistration())?.update().catch(() => undefined))
  }

  /** The newer worker takes over, if one waits, under whatever is being typed or sent. */
  takeVersion(): Promise<void> {
    return this.page.evaluate(async () => void (await navigator.serviceWorker.getRegistration())?.waiting?.postMessage({ type: 'SKIP_WAITING' }))
  }

  private async closeTabs(): Promise<void> {
    for (const page of this.tabs.splice(0)) await page.close()
  }

  /** The other tabs are closed and the app is opened anew, at its list. */
  async rest(): Promise<void> {
    await this.closeTabs()
    await this.setFlight(false)
    await this.page.goto(`${this.line.address}/records`)
  }

  /** The words of the form as this phone holds them. */
  async words(): Promise<string> {
    await this.page.goto(this.line.address + this.form)
    await this.reach(this.page, fields[1])
    return this.page.locator('form.capture').evaluate((form) =>
      [...form.querySelectorAll<HTMLInputElement>('textarea, input')].map(({ value }) => value).join(' '))
  }

  async reload(): Promise<void> {
    await this.page.reload()
  }

  async close(): Promise<void> {
    await this.device?.close()
  }
}

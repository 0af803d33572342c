import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'

/** Debian's Chromium where it is installed, else Playwright's own (an empty path lets Playwright choose). */
export const chromiumPath = () => ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

export interface Device {
  readonly context: BrowserContext
  readonly page: Page
  /** Violations of the content security policy and errors of the page, so far. */
  readonly complaints: readonly string[]
  /** Ends the browser like a phone that runs out of memory: nothing is told to the page. Throws as close does. */
  kill(): Promise<void>
  /** Throws when the page violated the content security policy or threw an error. */
  close(): Promise<void>
}

export interface DeviceOptions {
  readonly width?: number
  readonly height?: number
  readonly locale?: string
  readonly colorScheme?: 'light' | 'dark'
  readonly position?: { longitude: number; latitude: number; accuracy: number }
  /** A profile folder to come back to; a fresh one, removed on close, when absent. */
  readonly profile?: string
}

export const makeProfile = () => mkdtempSync(join(tmpdir(), 'xingxun-profile-'))

/** Process ids of the browser that uses a profile folder, its main process first. Linux only, as the tests' machine. */
function browserProcesses(profile: string): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH') return false
      throw error
    }
  }).filter((pid) => pid !== process.pid)
}

const opened = new Map<BrowserContext, readonly string[]>()

/** The pages of all browsers that are open now, with what each browser's first page wrote to its console last. */
export const openPages = () => [...opened].flatMap(([context, lines]) =>
  context.pages().map((page) => ({ page, lines: lines.slice(-20) })))

/** Opens a browser with a profile of its own, at phone size unless told otherwise. */
export async function openDevice(options: DeviceOptions = {}): Promise<Device> {
  const profile = options.profile ?? makeProfile()
  const executablePath = chromiumPath()
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath ? { executablePath } : {}),
    args: flags,
    viewport: { width: options.width ?? 390, height: options.height ?? 844 },
    locale: options.locale ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
    ...(options.position ? { geolocation: options.position, permissions: ['geolocation'] } : {}),
  })
  // Two files of tests run at a time, with up to four browsers between them on two cores.
  context.setDefaultTimeout(60_000)
  const lines: string[] = []
  opened.set(context, lines)
  context.once('close', () => opened.delete(context))
  const complaints: string[] = []
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('console', (message) => {
    lines.push(`${message.type()}: ${message.text()}`)
    // A built app writes errors of components to the console alone. Requests that fail, as offline, are the browser's words.
    const wrong = message.type() === 'error' && !/Failed to load resource|net::ERR_|Failed to fetch/.test(message.text())
    if (wrong || /Content Security Policy|Trusted ?Type/i.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(`${error.message}\n${error.stack}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
    // What is thrown need not be an Error of the language, and then the browser tells nothing but its class.
    addEventListener('unhandledrejection', ({ reason }) =>
      console.error(`unhandled ${String(reason?.name)}: ${String(reason?.message)} at ${location.pathname} ${String(reason?.stack)}`))
  })
  /** Every browser test fails on a violation of the policy or an error of the page. */
  const assertNoComplaints = () => {
    if (complaints.length > 0) throw new Error(`the page complained:\n${complaints.join('\n')}`)
  }
  return {
    context,
    page,
    complaints,
    async kill() {
      assertNoComplaints()
      for (const pid of browserProcesses(profile)) process.kill(pid, 'SIGKILL')
      await context.close().catch((error: Error) => {
        if (!/closed|crash|disconnected/i.test(error.message)) throw error
      })
    },
    async close() {
      await context.close()
      if (!options.profile) rmSync(profile, { recursive: true, force: true })
      assertNoComplaints()
    },
  }
}

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import { build } from 'vite'

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** The policy of the delivered app. */
const policy = [
  "default-src 'self'", "img-src 'self' data: blob:", "worker-src 'self' blob:",
  "require-trusted-types-for 'script'",
].join('; ')

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

async function serve(folder: string) {
  const files = new Map<string, Uint8Array>()
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const given = files.get(path)
    const body = given ?? (await readFile(join(folder, path === '/' ? 'index.html' : path)).catch(() => null))
    if (body === null) return void response.writeHead(404).end()
    const type = given ? 'application/octet-stream' : (types[extname(path) || '.html'] ?? 'application/octet-stream')
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { files, address: `http://127.0.0.1:${port}`, stop: () => new Promise((done) => server.close(done)) }
}

export interface FixturePage {
  readonly page: Page
  readonly address: string
  /** What the page logged as an error or threw. */
  readonly complaints: string[]
  /** Serves bytes at a path. */
  give(path: string, bytes: Uint8Array): void
  /** Loads the page anew. */
  reopen(): Promise<void>
  close(): Promise<void>
}

/**
 * Builds a fixture folder (an `index.html` and what it imports) as the app is built, and opens it in Chromium under
 * the app's content security policy. The page is ready when it has set `window.fixture`.
 */
export async function openFixturePage(root: URL, context: BrowserContextOptions = {}): Promise<FixturePage> {
  const folder = await mkdtemp(join(tmpdir(), 'fixture-page-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(root),
    plugins: [vue()],
    resolve: { alias: { '@': fileURLToPath(new URL('../../src', import.meta.url)) } },
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: ['chrome99', 'safari16.4'] },
  })
  const server = await serve(folder)
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })
  const page = await (await browser.newContext(context)).newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))

  const reopen = async () => {
    await page.goto(server.address)
    await page.waitForFunction(() => 'fixture' in window)
  }
  await reopen()
  return {
    page,
    address: server.address,
    complaints,
    give: (path, bytes) => void server.files.set(path, bytes),
    reopen,
    async close() {
      await browser.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import type { Fixture, Made } from './fixture/main.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }

/** The policy of the delivered app, as far as it bears on workers and pictures. */
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

export interface PhotoPage {
  readonly page: Page
  /** Serves bytes to the page and gives their address. */
  give(bytes: Uint8Array): string
  /** Sends bytes through the real pipeline. */
  make(bytes: Uint8Array, stamp?: readonly string[]): Promise<Made>
  colours(bytes: Uint8Array, points: readonly (readonly [number, number])[]): Promise<number[][]>
  /** Loads the page anew, without a worker. */
  reopen(): Promise<Page>
  close(): Promise<void>
}

/** Builds the capture pipeline as the app does and opens it in Chromium under the app's content security policy. */
export async function openPhotoPage(): Promise<PhotoPage> {
  const folder = await mkdtemp(join(tmpdir(), 'photo-page-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: here('./fixture'),
    resolve: { alias: { '@': here('../../src') } },
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: ['chrome99', 'safari16.4'] },
  })
  const server = await serve(folder)
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })
  const page = await browser.newPage()
  const reopen = async () => {
    await page.goto(server.address)
    await page.waitForFunction(() => 'fixture' in window)
    return page
  }
  await reopen()

  const give = (bytes: Uint8Array) => {
    const path = `/given/${randomUUID()}`
    server.files.set(path, bytes)
    return path
  }
  return {
    page,
    give,
    make: (bytes, stamp = []) =>
      page.evaluate(([url, lines]) => (window as unknown as { fixture: Fixture }).fixture.make(url, lines),
        [give(bytes), stamp] as const),
    colours: (bytes, points) =>
      page.evaluate(([url, at]) => (window as unknown as { fixture: Fixture }).fixture.colours(url, at),
        [give(bytes), points] as const),
    reopen,
    async close() {
      await browser.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Page, Text } from './texts.ts'

/**
 * A plain endpoint over texts in memory, in the order of their changes, and the page that pulls from it under `/page/`;
 * sends its address to whoever started it. POST takes texts without `updatedAt`, and gives each its place.
 */
const folder = join(import.meta.dirname, 'dist')
const texts = new Map<string, Text>()
let sorted: readonly Text[] = []
let clock = 0

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString()
}

function pageAfter(query: URLSearchParams): Page {
  const after = Number(query.get('updatedAt'))
  const from = sorted.findIndex(({ updatedAt }) => updatedAt > after)
  const documents = from < 0 ? [] : sorted.slice(from, from + Number(query.get('limit')))
  const last = documents.at(-1)
  return { documents, checkpoint: last ? { updatedAt: last.updatedAt, id: last.id } : { updatedAt: after, id: query.get('id') ?? '' } }
}

const listener = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const answer = async () => {
    if (pathname.startsWith('/page/')) {
      const type = extname(pathname) === '.js' ? 'text/javascript' : 'text/html; charset=utf-8'
      response.writeHead(200, { 'content-type': type }).end(await readFile(join(folder, pathname.slice('/page/'.length))))
      return
    }
    if (request.method === 'POST') {
      for (const text of JSON.parse(await bodyOf(request)) as Text[]) texts.set(text.id, { ...text, updatedAt: clock += 1 })
      sorted = [...texts.values()].sort((a, b) => a.updatedAt - b.updatedAt)
      response.writeHead(204).end()
      return
    }
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(pageAfter(searchParams)))
  }
  answer().catch((error: unknown) => response.writeHead(500).end(String(error)))
})
listener.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(listener.address() as AddressInfo).port}`))
process.on('disconnect', () => process.exit(0))

import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'

/** What becomes of the app's calls: nothing, lost on the way, carried out without an answer, a portal's page, an error. */
export const weathers = ['clear', 'lost', 'replyLost', 'portal', 'error'] as const
export type Weather = (typeof weathers)[number]

/** The way between a browser and the server: pages pass, calls meet the weather. */
export interface Line {
  readonly address: string
  weather: Weather
  /** Each number is another build: the service worker differs. */
  version: number
  stop(): Promise<void>
}

const isCall = (path = '') => /^\/(rest|auth|storage)\//.test(path)

/** Opens a line on a free port of 127.0.0.1 to a server. */
export async function openLine(server: string): Promise<Line> {
  const target = new URL(server)
  function carry(from: IncomingMessage, to: ServerResponse, withoutAnswer: boolean): void {
    const isWorker = from.url === '/service-worker.js'
    const headers = { ...from.headers, ...(isWorker ? { 'accept-encoding': 'identity', 'if-none-match': '' } : {}) }
    const onward = request({ host: target.hostname, port: target.port, path: from.url, method: from.method, headers }, (answer) => {
      if (withoutAnswer) {
        answer.resume().once('end', () => to.destroy())
        return
      }
      if (!isWorker) {
        to.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(to)
        return
      }
      const { 'content-length': _, etag: __, ...rest } = answer.headers
      to.writeHead(answer.statusCode ?? 502, rest)
      answer.once('end', () => to.end(`\n// build ${line.version}`)).pipe(to, { end: false })
    })
    onward.once('error', () => to.destroy())
    from.pipe(onward)
  }
  const proxy = createServer((from, to) => {
    const weather = isCall(from.url) ? line.weather : 'clear'
    if (weather === 'lost') to.destroy()
    else if (weather === 'portal') to.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>欢迎使用无线网络</title>')
    else if (weather === 'error') to.writeHead(500, { 'content-type': 'application/json' }).end('{}')
    else carry(from, to, weather === 'replyLost')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const bound = proxy.address()
  if (!bound || typeof bound === 'string') throw new Error('no port')
  const line: Line = {
    address: `http://127.0.0.1:${bound.port}`,
    weather: 'clear',
    version: 0,
    stop: () => new Promise((resolve) => {
      proxy.close(() => resolve())
      proxy.closeAllConnections()
    }),
  }
  return line
}

import { buildPage, pageMount } from './app.ts'
import type { Finding } from './report.ts'
import { startBenchServer, type BenchServer } from './sync/server.ts'

type Measure = (server: BenchServer) => Promise<Finding>

/** What is measured on a server with nobody in it, each part on one of its own. */
const parts: Readonly<Record<string, () => Promise<Measure>>> = {
  push: async () => (await import('./sync/push.ts')).measurePush,
  cost: async () => (await import('./sync/cost.ts')).measureCost,
  phones: async () => (await import('./sync/phones.ts')).measurePhones,
  pull: async () => (await import('./sync/pull.ts')).measurePull,
  photos: async () => (await import('./sync/photos.ts')).measurePhotos,
}

/** The pages that the server of a part shows. */
const pages: Readonly<Record<string, 'pull'>> = { pull: 'pull' }

const wanted = (process.env['XINGXUN_BENCH_PARTS'] ?? Object.keys(parts).join()).split(',')

/** Delivery against a real server on PostgreSQL; the environment says which parts. */
export async function measureSync(): Promise<Finding> {
  const unknown = wanted.filter((name) => !(name in parts))
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join()}; there are ${Object.keys(parts).join()}`)
  const findings: Finding[] = []
  for (const name of wanted) {
    const measure = await parts[name]?.()
    const page = pages[name]
    const built = page && await buildPage(page)
    const server = await startBenchServer(page && built && pageMount(page, built))
    try {
      if (measure) findings.push(await measure(server))
    } finally {
      await server.stop()
      await built?.remove()
    }
  }
  return { figures: Object.assign({}, ...findings.map(({ figures }) => figures)) as Record<string, number>, aims: findings.flatMap(({ aims }) => aims) }
}

import type { Page } from 'playwright-core'
import { makeDocumentId, type PersonId } from '../../../src/domain/id.ts'
import { openAppServer } from '../../e2e/app-server.ts'
import { openDevice, type Device } from '../../e2e/browser.ts'
import { demoPassword, signIn } from '../../e2e/person.ts'
import { ensureChromium } from '../../ensure-chromium.ts'
import { makeAnswers, makeHeader, makeParcel, makeParticipant, makePayload } from '../../make/payload.ts'
import { payloads, within } from './payloads.ts'

/**
 * Puts 300 texts that would run as scripts into every field of records, people and reviews, opens every screen that shows
 * them, and counts what ran and what the content security policy reported. The last line is one JSON object; ends with 1
 * unless both are none.
 */
await ensureChromium()
const server = await openAppServer()
const seen = new Set<string>()
let ran = 0

type Call = (name: string, args: object) => Promise<unknown>

/** Signs in and gives calls of functions of the API, which throw where one is refused. */
async function login(account: string): Promise<Call> {
  const { key, accountDomain } = await (await fetch(`${server.address}/config.json`)).json() as { key: string; accountDomain: string }
  const post = async (path: string, body: object, headers: Record<string, string> = {}): Promise<unknown> => {
    const answer = await fetch(`${server.address}${path}`, {
      method: 'POST', headers: { apikey: key, 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const { access_token } = await post('/auth/v1/token?grant_type=password', { email: `${account}@${accountDomain}`, password: demoPassword }) as { access_token: string }
  return (name, args) => post(`/rest/v1/rpc/${name}`, args, { authorization: `Bearer ${access_token}`, 'content-profile': 'api' })
}

/** A record for each payload, with people of that name. */
async function plant(): Promise<string[]> {
  const call = await login('wcyisheng')
  const { person_id: person } = await call('me', {}) as { person_id: PersonId }
  const ids: string[] = []
  const today = new Date(Date.now() - 6 * 3_600_000)
  for (let from = 0; from < payloads.length; from += 50) {
    const people: object[] = []
    const items = payloads.slice(from, from + 50).map((payload) => {
      const id = makeDocumentId(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
      const other = makeDocumentId(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as string as PersonId
      people.push({ id: other, name: within(payload, 40), organisation_id: 121, title_level: 'none', category: 'tcm' })
      ids.push(id)
      return makeParcel(makePayload({
        id, author_id: person, short_no: within(payload, 40), created_at: today.toISOString(),
        sealed: { at: new Date().toISOString(), device_seq: ids.length, rule_version: '' },
        header: makeHeader({
          title: within(payload, 80), place_name: within(payload, 80), summary: payload, started_at: today.toISOString(),
          ended_at: new Date(today.getTime() + 3_600_000).toISOString(),
          participants: [makeParticipant({ person_id: person }), makeParticipant({ person_id: other, role: 'member' })],
        }),
        answers: makeAnswers({ leader_on_site: person }),
      }))
    })
    const answer = await call('push', { batch: JSON.stringify({ protocol: 1, items, people }) })
    const refused = (answer as { items: { verdict: string; codes: string[] }[] }).items.filter(({ verdict }) => verdict !== 'applied')
    if (refused.length > 0) throw new Error(`records were refused: ${JSON.stringify(refused.slice(0, 3))}`)
  }
  const review = await login('wuchuan')
  for (const [n, id] of ids.slice(0, 40).entries()) {
    await review('review', { document: id, revision: 1, decision: 'returned', reason: payloads[n] })
  }
  return ids
}

async function look(page: Page, path: string): Promise<void> {
  await page.goto(`${server.address}${path}`)
  await page.locator('h1').first().waitFor()
  await page.waitForTimeout(400)
  for (const button of await page.locator('button[aria-expanded=false]').all()) await button.click({ timeout: 2_000 }).catch(() => undefined)
  seen.add(path.replace(/[0-9a-f-]{36}/, ':id'))
  ran += await page.evaluate(() => (window as { ran?: number }).ran ?? 0)
}

const devices: Device[] = []
async function walk(account: string, paths: readonly string[]): Promise<void> {
  const device = await openDevice(account === 'wuchuan' ? { width: 1440, height: 900 } : {})
  devices.push(device)
  device.page.on('dialog', (dialog) => { ran += 1; void dialog.dismiss() })
  await signIn(device.page, server.address, account)
  await device.page.waitForTimeout(15_000)
  for (const path of paths) await look(device.page, path)
}

/** Whether a script that somebody did get into a page would be noticed. */
async function canary({ page, complaints }: Device): Promise<boolean> {
  const before = complaints.length
  await page.evaluate(() => {
    const script = document.createElement('script')
    try {
      script.text = 'window.ran=1'
      document.body.append(script)
    } catch (refusal) {
      // The policy's own; it is reported as well.
      console.info(String(refusal))
    }
  })
  await page.waitForTimeout(200)
  return complaints.length > before || (await page.evaluate(() => (window as { ran?: number }).ran ?? 0)) > 0
}

let reports: readonly string[] = []
let noticed = false
try {
  const ids = await plant()
  const some = ids.filter((_, n) => n % 15 === 0)
  await walk('wcyisheng', ['/', '/records', '/start', '/me', '/me/packs', '/plans', '/plans/new', '/duplicates',
    ...some.map((id) => `/records/${id}`), ...ids.slice(0, 5).map((id) => `/capture/${id}`)])
  await walk('wuchuan', ['/map', '/duplicates', '/plans', '/people', '/people/invite', '/people/codes', '/people/import', ...ids.map((id) => `/activities/${id}`)])
  reports = devices.flatMap(({ complaints }) => [...complaints])
  noticed = devices[0] !== undefined && await canary(devices[0])
} finally {
  reports = noticed ? reports : devices.flatMap(({ complaints }) => complaints)
  for (const device of devices) await device.close().catch(() => undefined)
  await server.close()
}
for (const report of reports.slice(0, 10)) console.log(report)
console.log(JSON.stringify({ payloads: payloads.length, screens: seen.size, executions: ran, reports: reports.length, canary: noticed }))
process.exitCode = noticed && ran === 0 && reports.length === 0 && payloads.length >= 300 ? 0 : 1

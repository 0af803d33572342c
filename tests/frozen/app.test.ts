// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { parse } from '../../src/domain/document.ts'
import type { Result } from '../../src/domain/failure.ts'
import type { PulledPage, Remote } from '../../src/domain/ports.ts'
import { kindModels } from '../../src/kinds/models.ts'
import { sha256Of } from '../make/payload.ts'
import { exchanges, openApp, type FrozenCall, type Json } from './exchange.ts'

const argumentOf = <T>(args: Json, name: string) => args[name] as T
const textOf = <T>(args: Json, name: string) => JSON.parse(String(args[name])) as T

/** What this app calls for what an older one asked. */
const asks: Readonly<Record<string, (remote: Remote, args: Json) => Promise<Result<unknown>>>> = {
  push: (remote, args) => {
    const { items, people } = textOf<{ items: Parameters<Remote['push']>[0]; people: Parameters<Remote['push']>[1] }>(args, 'batch')
    return remote.push(items, people)
  },
  pull_own: (remote, args) => remote.pullOwn(args['epoch'] === null ? null : args as never),
  reference_pack: (remote, args) => remote.referencePack(argumentOf(args, 'key'), argumentOf(args, 'version')),
  put_plan: (remote, args) => remote.putPlan(argumentOf(args, 'plan')),
  put_filling_times: (remote, args) => remote.putFillings(textOf(args, 'times')),
  tell_ledger: (remote, args) => remote.tellLedger(textOf(args, 'statement')),
  archive_months: (remote, args) => remote.archiveMonths(argumentOf(args, 'organisation')),
  archive_records: (remote, args) =>
    remote.archiveRecords(argumentOf(args, 'organisation'), argumentOf(args, 'months'), argumentOf(args, 'after'), argumentOf(args, 'page')),
  pull_archive: (remote, args) => remote.pullArchive(argumentOf(args, 'organisation'), args as never),
}

/** Asks with this app what was asked then; gives what it takes from the answer that was given, and the names of its arguments. */
async function askAgain({ name, args, answer }: FrozenCall): Promise<{ value: unknown; said: string[] }> {
  const said: string[] = []
  const app = openApp((asked, given) => {
    said.push(asked, ...Object.keys(given))
    return Promise.resolve(answer)
  })
  const result = await asks[name]?.(app, args)
  if (!result?.ok) throw new Error(`${name}: ${result?.failure.code ?? 'is never asked'}`)
  return { value: result.value, said }
}

describe.each(exchanges)('this app before a server of $version', ({ calls }) => {
  it.each(calls.map((call, n) => ({ n, call })))('says to $call.name nothing that it does not know, and understands it ($n)', async ({ call }) => {
    const { value, said } = await askAgain(call)

    expect([call.name, ...Object.keys(call.args)]).toEqual(expect.arrayContaining(said))
    expect(said[0]).toBe(call.name)
    if (call.name === 'push') expect(value).toEqual((call.answer?.['items'] as Json[]).map((item) => ({ ...item, epoch: call.answer?.['epoch'] })))
    if (call.name === 'reference_pack') expect((value as Json | null)?.['version']).toBe(call.answer?.['version'])
    if (call.name === 'archive_records') expect(value).toHaveLength((call.answer?.['rows'] as unknown[]).length)
  })

  it('reads every text that it gives, and knows its kind', async () => {
    const pages = await Promise.all(calls.filter(({ name }) => name === 'pull_own').map(async (call) => (await askAgain(call)).value as PulledPage))
    const documents = pages.flatMap((page) => page.documents)

    expect(documents.length).toBeGreaterThanOrEqual(8)
    for (const { id, text, sha256 } of documents) {
      const payload = parse<never>(text)
      expect([payload.id, sha256Of(text)]).toEqual([id, sha256])
      expect(kindModels[payload.kind].measures(payload.answers, payload.header).sessions).toBeGreaterThanOrEqual(0)
    }
    expect(new Set(documents.map(({ text }) => parse(text).kind))).toEqual(new Set(Object.keys(kindModels)))
  })
})

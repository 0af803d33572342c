import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openCopy, type OpenCopy } from '../database/engines.ts'
import { addCast } from '../supabase/schemas/cast.ts'
import { exchanges, type Json } from './exchange.ts'
import { openReplay } from './replay.ts'

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Where a value has no place, or another kind of value, in what stands for it now. Lists are compared as far as both go. */
function lacks(then: unknown, now: unknown, path: string): string[] {
  if (then === null || then === undefined) return []
  if (!isObject(then)) return typeof then === typeof now ? [] : [path]
  if (!isObject(now) || Array.isArray(then) !== Array.isArray(now)) return [path]
  const keys = Array.isArray(now) ? Object.keys(now).filter((key) => key in then) : Object.keys(then)
  return keys.flatMap((key) => lacks(then[key], now[key], `${path}.${key}`))
}

/** The lists of an answer that have something in them. */
const filledOf = (answer: Json | null) => Object.entries(answer ?? {}).filter(([, value]) => Array.isArray(value) && value.length > 0).map(([key]) => key)
const wordsOf = (answer: Json | null) => (answer?.['items'] as Json[]).map(({ id, verdict, codes, head }) => [id, verdict, codes, head])
const textsOf = (answer: Json | null) => (answer?.['documents'] as Json[]).map(({ id, status, text }) => [id, status, text]).sort()

describe.each(exchanges)('this server before an app of $version', ({ calls }) => {
  let copy: OpenCopy
  beforeAll(async () => {
    copy = await openCopy(inject('databaseSource'))
    await addCast(copy.open.database)
  })
  afterAll(async () => { await copy.drop() })

  it('judges its batches, keeps its texts and gives what it looks for, as the server did then', async () => {
    const ask = openReplay(copy.open.database)
    for (const { name, args, answer: then } of calls) {
      const now = await ask(name, args)

      expect(lacks(then, now, name)).toEqual([])
      if (name === 'push') expect(wordsOf(now)).toEqual(wordsOf(then))
      // Rows of the archive age: after two years there are none of that day any more.
      if (name === 'reference_pack') expect(filledOf(now)).toEqual(expect.arrayContaining(filledOf(then)))
      if (name === 'pull_own') expect(textsOf(now)).toEqual(textsOf(then))
    }
  })
})

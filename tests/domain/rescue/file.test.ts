// @vitest-environment node
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { chunkBytes, RescueDamaged } from '../../../src/domain/rescue/chunks.ts'
import { openRescueFile } from '../../../src/domain/rescue/file.ts'
import { fewestRounds, headerBytes, readHeader } from '../../../src/domain/rescue/header.ts'
import { isLongEnough } from '../../../src/domain/rescue/key.ts'
import type { Piece } from '../../../src/domain/rescue/pieces.ts'
import { deriveOnce, makeRescueFile, passphrase, pieceOf, random } from '../../make/rescue.ts'

type Bytes = Uint8Array<ArrayBuffer>

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
/** Pieces with the hash of their bytes in place of these. */
const seen = (pieces: readonly Piece[]) => pieces.map(({ head, bytes }) => ({ head, bytes: bytes.length, hash: hash(bytes) }))

/** What becomes of a file: the pieces it holds, or why none of it is believed. */
async function read(file: Bytes, typed = passphrase): Promise<ReturnType<typeof seen> | string> {
  const opened = await openRescueFile(new Blob([file]), typed, deriveOnce)
  if (typeof opened === 'string') return opened
  const pieces: Piece[] = []
  try {
    for await (const piece of opened.pieces()) pieces.push(piece)
  } catch (error) {
    if (error instanceof RescueDamaged) return 'damaged'
    throw error
  }
  return seen(pieces)
}

/** Where the nth chunk begins, and where the last ends. */
const chunkAt = (n: number) => headerBytes + 16 + n * (chunkBytes + 16)
const join = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

const picture = random(3 * chunkBytes + 1_000)
const pieces = [pieceOf({ what: 'record', title: '丰乐镇赶集日中医义诊 𠮷' }), pieceOf({ what: 'picture' }, picture), pieceOf({})]
let file: Bytes

beforeAll(async () => {
  file = await makeRescueFile(pieces)
})

describe('a rescue file', () => {
  it('[E3] gives back the texts and bytes that were put in, and holds none of them readable', async () => {
    expect(await read(file)).toEqual(seen(pieces))
    expect(Buffer.from(file).includes('丰乐镇')).toBe(false)
    expect(Buffer.from(file).includes(Buffer.from(picture.subarray(0, 64)))).toBe(false)
  })

  it.each([0, 1, chunkBytes - 20, chunkBytes - 10, chunkBytes, 2 * chunkBytes])('holds a picture of %i bytes', async (size) => {
    const some = [pieceOf({ size }, random(size))]

    expect(await read(await makeRescueFile(some))).toEqual(seen(some))
  })

  it('[E3] is encrypted anew each time', async () => {
    const again = await makeRescueFile(pieces)

    expect(again.slice(10, headerBytes)).not.toEqual(file.slice(10, headerBytes))
    expect(again.slice(headerBytes)).not.toEqual(file.slice(headerBytes))
  })

  it('[E4] opens with its passphrase alone, typed in full width or not', async () => {
    expect(await read(file, `${passphrase} `)).toBe('passphrase')
    expect(await read(file, '')).toBe('passphrase')
    expect(await read(file, passphrase.replace('2026', '２０２６'))).toEqual(seen(pieces))
  })

  it('[E4] is refused with any one byte changed', async () => {
    const places = [...Array.from({ length: headerBytes + 16 }, (_, n) => n),
      ...Array.from({ length: 200 }, (_, n) => chunkAt(0) + Math.floor((n * (file.length - 1 - chunkAt(0))) / 199))]
    const outcomes = new Set<string>()
    for (const at of places) {
      const changed = file.slice()
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      const outcome = await read(changed)
      outcomes.add(typeof outcome === 'string' ? outcome : `believed with byte ${at} changed`)
    }

    expect([...outcomes].sort()).toEqual(['damaged', 'foreign', 'newer', 'passphrase'])
  }, 120_000)

  it('[E4] is refused when it is cut, at the border of a chunk too, or when something follows it', async () => {
    const lengths = [chunkAt(0), chunkAt(0) + 1, chunkAt(0) + 16, chunkAt(1), chunkAt(2), chunkAt(3), file.length - 1,
      ...Array.from({ length: 60 }, (_, n) => chunkAt(0) + Math.floor((n * (file.length - chunkAt(0))) / 60))]
    for (const length of lengths) expect([length, await read(file.slice(0, length))]).toEqual([length, 'damaged'])
    for (const more of [random(1), random(16), file.slice(chunkAt(2), chunkAt(3)), file.slice(chunkAt(3))])
      expect(await read(join(file, more))).toBe('damaged')
    for (const length of [0, 8, headerBytes - 1]) expect(await read(file.slice(0, length))).toBe('foreign')
    expect(await read(file.slice(0, headerBytes + 10))).toBe('passphrase')
  }, 60_000)

  it('[E4] is refused when it is cut where a piece ends with its chunk', async () => {
    const whole = pieceOf({}, random(chunkBytes - 8 - 2))
    const two = await makeRescueFile([whole, pieceOf({ second: true })])

    expect(await read(two)).toHaveLength(2)
    expect(await read(two.slice(0, chunkAt(1)))).toBe('damaged')
  })

  it('[E4] is refused with its chunks in another order, one left out or one twice', async () => {
    const head = file.slice(0, chunkAt(0))
    const chunks = [0, 1, 2, 3].map((n) => file.slice(chunkAt(n), chunkAt(n + 1)))
    const orders = [[1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 3], [0, 0, 1, 2, 3], [0, 1, 3, 2]]
    for (const order of orders)
      expect([order, await read(join(head, ...order.map((n) => chunks[n] as Bytes)))]).toEqual([order, 'damaged'])
    expect(await read(join(head, ...chunks))).toEqual(seen(pieces))
  })

  it('[E4] takes no chunk of another file', async () => {
    const other = await makeRescueFile(pieces)

    expect(await read(join(file.slice(0, chunkAt(1)), other.slice(chunkAt(1), chunkAt(2)), file.slice(chunkAt(2))))).toBe('damaged')
  })

  it('[E4] is told from other files, later releases, and files that would be opened too easily or never', async () => {
    const picture = new TextEncoder().encode(`\u00ff\u00d8\u00ff${'x'.repeat(100)}`)
    const changed = (at: number, ...bytes: number[]) => {
      const copy = file.slice()
      copy.set(bytes, at)
      return copy
    }

    expect([await read(new Uint8Array(picture)), await read(changed(8, 0, 2)), await read(changed(10, 0, 0, 3, 232)),
      await read(changed(10, 255, 255, 255, 255))]).toEqual(['foreign', 'newer', 'foreign', 'foreign'])
  })

  it('[E3] says in its header how its key is made', () => {
    expect(readHeader(file)).toMatchObject({ version: 1, rounds: fewestRounds })
    expect(fewestRounds).toBeGreaterThanOrEqual(600_000)
  })
})

it('asks for a passphrase of eight characters', () => {
  expect(['1234567', '12345678', '杏花春雨江南月', '杏花春雨江南月夜', '𠮷𠮷𠮷𠮷𠮷𠮷𠮷'].map(isLongEnough)).toEqual([false, true, false, true, false])
})

/** A file of version 1 with fixed chances: whoever changes the format makes a version 2 and leaves this one readable. */
describe('version 1', () => {
  const counting = (bytes: number) => Uint8Array.from({ length: bytes }, (_, n) => n)
  const small = 'WFhSRVNDVUUAAQAJJ8AAAQIDBAUGBwgJCgsMDQ4PAAECAwQFBvV/Vo1Dvpds1DvNzfBdniVWPe/9jiCk2H42Dotu/KKPDfIySPQoWn58Fwc0h0'
    + 'N/ZldVsAPJS0YJsCgGGRwFzIOc+BQlSkAtLLsuzHKH3tO23CsEQ7wPvU3zVkCklU3JJaAnq7VeNh2UXjU6UO1A+WhAvBJQFS3rwJrKkdJswzRY'
    + 'x8Cwyjr286vJ3oeIlOAmhiRq9AsV1Q=='
  const large = '27effcc30068b613cba5bbb62b81e6b0424cd20d2a01a425f4393c7c9ada07ae'
  const frozen = [pieceOf({ what: 'manifest', v: 1, name: '王医生' }), pieceOf({ what: 'picture' }, counting(40))]

  it('[E3] is written and read as ever', async () => {
    const written = await makeRescueFile(frozen, counting)

    expect(Buffer.from(written).toString('base64')).toBe(small)
    expect(hash(await makeRescueFile([pieceOf({}, counting(2 * chunkBytes))], counting))).toBe(large)
    expect(await read(new Uint8Array(Buffer.from(small, 'base64')))).toEqual(seen(frozen))
  })
})

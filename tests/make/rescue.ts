import { randomBytes } from 'node:crypto'
import { writeRescueFile } from '../../src/domain/rescue/file.ts'
import { deriveKey, type DeriveKey } from '../../src/domain/rescue/key.ts'
import type { Piece } from '../../src/domain/rescue/pieces.ts'

export const passphrase = '长夜里的杏花 2026'
export const random = (bytes: number) => new Uint8Array(randomBytes(bytes))

const keys = new Map<string, Promise<CryptoKey>>()

/** Keys as the product derives them, each once: 600,000 rounds take their time. */
export const deriveOnce: DeriveKey = (typed, header) => {
  const name = `${typed} ${header.rounds} ${header.salt.join()}`
  const key = keys.get(name) ?? deriveKey(typed, header)
  keys.set(name, key)
  return key
}

export const pieceOf = (head: unknown, bytes: Uint8Array = new Uint8Array(0)): Piece => ({ head, bytes: new Uint8Array(bytes) })

async function* each(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces
}

/** The bytes of a file that holds these pieces. */
export async function makeRescueFile(pieces: readonly Piece[], random_ = random): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Blob[] = []
  for await (const part of writeRescueFile(each(pieces), passphrase, random_, deriveOnce)) parts.push(new Blob([part]))
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

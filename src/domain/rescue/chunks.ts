import { headerBytes, type Bytes, type RescueHeader, writeHeader } from './header'

/** Plain bytes of one chunk; the last may have fewer. */
export const chunkBytes = 256 * 1024
const tagBytes = 16
const bodyAt = headerBytes + tagBytes

/** What a chunk is, in the last byte of its nonce: with its number, so that none can be left out, moved or appended. */
const marks = { middle: 0, last: 1, lock: 2 } as const
type Mark = keyof typeof marks

/** The file was cut off, or bytes of it are not those that were written. */
export class RescueDamaged extends Error {}

function cipher(header: RescueHeader, index: number, mark: Mark): AesGcmParams {
  const iv = new Uint8Array(12)
  iv.set(header.nonce)
  new DataView(iv.buffer).setUint32(7, index)
  iv[11] = marks[mark]
  return { name: 'AES-GCM', iv, additionalData: writeHeader(header), tagLength: tagBytes * 8 }
}

/** The bytes of a file after its header: a lock that only the passphrase opens, then the parts in encrypted chunks. */
export async function* sealChunks(parts: AsyncIterable<Bytes>, key: CryptoKey, header: RescueHeader): AsyncGenerator<Bytes> {
  const seal = async (bytes: Bytes, index: number, mark: Mark) =>
    new Uint8Array(await globalThis.crypto.subtle.encrypt(cipher(header, index, mark), key, bytes))
  yield await seal(new Uint8Array(0), 0, 'lock')
  const chunk = new Uint8Array(chunkBytes)
  let filled = 0
  let index = 0
  for await (const part of parts) {
    for (let from = 0; from < part.length;) {
      if (filled === chunkBytes) {
        yield await seal(chunk, index++, 'middle')
        filled = 0
      }
      const piece = part.subarray(from, from + chunkBytes - filled)
      chunk.set(piece, filled)
      filled += piece.length
      from += piece.length
    }
  }
  yield await seal(chunk.slice(0, filled), index, 'last')
}

async function open(file: Blob, key: CryptoKey, params: AesGcmParams, from: number, to: number): Promise<Bytes | null> {
  const bytes = await file.slice(from, to).arrayBuffer()
  try {
    return new Uint8Array(await globalThis.crypto.subtle.decrypt(params, key, bytes))
  } catch (error) {
    if ((error as Error).name === 'OperationError') return null
    throw error
  }
}

/** Whether the key opens this file. */
export const unlocks = async (file: Blob, key: CryptoKey, header: RescueHeader): Promise<boolean> =>
  (await open(file, key, cipher(header, 0, 'lock'), headerBytes, bodyAt)) !== null

/** The plain bytes of a file, chunk by chunk. Throws `RescueDamaged` at the first that is not as it was written. */
export async function* openChunks(file: Blob, key: CryptoKey, header: RescueHeader): AsyncGenerator<Bytes> {
  const step = chunkBytes + tagBytes
  const last = Math.max(0, Math.ceil((file.size - bodyAt) / step) - 1)
  for (let index = 0; index <= last; index += 1) {
    const from = bodyAt + index * step
    const params = cipher(header, index, index === last ? 'last' : 'middle')
    const bytes = await open(file, key, params, from, Math.min(from + step, file.size))
    if (!bytes) throw new RescueDamaged(`chunk ${index} of ${last + 1}`)
    yield bytes
  }
}

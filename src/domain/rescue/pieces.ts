import { RescueDamaged } from './chunks'
import type { Bytes } from './header'

/** One thing in a rescue file: what it is, as JSON, and bytes that belong to it. */
export interface Piece {
  readonly head: unknown
  readonly bytes: Bytes
}

/** No text or picture comes near it. */
const mostBytes = 64 * 1024 * 1024

/** The bytes of pieces: two lengths of 4 bytes, big-endian, then the head as JSON and the bytes. */
export async function* packPieces(pieces: AsyncIterable<Piece>): AsyncGenerator<Bytes> {
  for await (const { head, bytes } of pieces) {
    const text = new TextEncoder().encode(JSON.stringify(head))
    const lengths = new DataView(new ArrayBuffer(8))
    lengths.setUint32(0, text.length)
    lengths.setUint32(4, bytes.length)
    yield new Uint8Array(lengths.buffer)
    yield text
    yield bytes
  }
}

/** Hands out bytes of a stream by number; null at its end. */
function reader(chunks: AsyncIterator<Bytes>) {
  let chunk = new Uint8Array(0)
  let at = 0
  return async (count: number): Promise<Bytes | null> => {
    const taken = new Uint8Array(count)
    for (let filled = 0; filled < count;) {
      if (at === chunk.length) {
        const next = await chunks.next()
        if (next.done && filled === 0) return null
        if (next.done) throw new RescueDamaged('a piece is cut off')
        chunk = next.value
        at = 0
      }
      const piece = chunk.subarray(at, at + count - filled)
      taken.set(piece, filled)
      filled += piece.length
      at += piece.length
    }
    return taken
  }
}

/** The pieces that a stream of bytes holds, one by one. Throws `RescueDamaged` where it holds none. */
export async function* unpackPieces(chunks: AsyncIterable<Bytes>): AsyncGenerator<Piece> {
  const take = reader(chunks[Symbol.asyncIterator]())
  for (let lengths = await take(8); lengths; lengths = await take(8)) {
    const view = new DataView(lengths.buffer)
    const [ofText, ofBytes] = [view.getUint32(0), view.getUint32(4)]
    if (ofText === 0 || Math.max(ofText, ofBytes) > mostBytes) throw new RescueDamaged('no lengths of a piece')
    const [text, bytes] = [await take(ofText), await take(ofBytes)]
    if (!text || !bytes) throw new RescueDamaged('a piece is cut off')
    yield { head: JSON.parse(new TextDecoder().decode(text)) as unknown, bytes }
  }
}

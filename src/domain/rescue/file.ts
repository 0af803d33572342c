import { openChunks, sealChunks, unlocks } from './chunks'
import { headerBytes, makeHeader, readHeader, writeHeader, type Bytes } from './header'
import { deriveKey, type DeriveKey } from './key'
import { packPieces, unpackPieces, type Piece } from './pieces'

/**
 * Why a file is not opened: it is no rescue file, one of a later release, the passphrase is another, it was cut off or
 * changed, or it belongs to another person.
 */
export type RescueRefusal = 'foreign' | 'newer' | 'passphrase' | 'damaged' | 'person'

/** A rescue file whose passphrase was right. */
export interface UnlockedFile {
  /** Reads it from its beginning, piece by piece. Throws `RescueDamaged` where it was cut off or changed. */
  pieces(): AsyncGenerator<Piece>
}

/** The bytes of a rescue file holding these pieces, in parts, readable with the passphrase alone. */
export async function* writeRescueFile(
  pieces: AsyncIterable<Piece>, passphrase: string, random: (bytes: number) => Uint8Array, derive: DeriveKey = deriveKey,
): AsyncGenerator<Bytes> {
  const header = makeHeader(random)
  const key = await derive(passphrase, header)
  yield writeHeader(header)
  yield* sealChunks(packPieces(pieces), key, header)
}

/** Opens a file with its passphrase, or says why not. What it holds has not been read yet. */
export async function openRescueFile(
  file: Blob, passphrase: string, derive: DeriveKey = deriveKey,
): Promise<UnlockedFile | RescueRefusal> {
  const header = readHeader(new Uint8Array(await file.slice(0, headerBytes).arrayBuffer()))
  if (typeof header === 'string') return header
  const key = await derive(passphrase, header)
  if (!await unlocks(file, key, header)) return 'passphrase'
  return { pieces: () => unpackPieces(openChunks(file, key, header)) }
}

export type Bytes = Uint8Array<ArrayBuffer>

/** What stands unencrypted at the head of a rescue file, and is authenticated with every part of it. */
export interface RescueHeader {
  readonly version: number
  /** Rounds of PBKDF2 by which the passphrase becomes the key. */
  readonly rounds: number
  readonly salt: Bytes
  /** The part of each nonce that all of one file have in common. */
  readonly nonce: Bytes
}

export const fileVersion = 1
export const headerBytes = 37
export const fewestRounds = 600_000
/** More would let a made-up file keep a phone busy for minutes. */
const mostRounds = 10_000_000
const magic = new TextEncoder().encode('XXRESCUE')

/** The header of a new file. `random` gives as many random bytes as it is asked for. */
export const makeHeader = (random: (bytes: number) => Uint8Array): RescueHeader =>
  ({ version: fileVersion, rounds: fewestRounds, salt: new Uint8Array(random(16)), nonce: new Uint8Array(random(7)) })

/** A header as it stands in the file: magic, version (2 bytes), rounds (4), salt (16), nonce (7), all big-endian. */
export function writeHeader({ version, rounds, salt, nonce }: RescueHeader): Bytes {
  const bytes = new Uint8Array(headerBytes)
  const view = new DataView(bytes.buffer)
  bytes.set(magic)
  view.setUint16(8, version)
  view.setUint32(10, rounds)
  bytes.set(salt, 14)
  bytes.set(nonce, 30)
  return bytes
}

/** The header of a file's first bytes; `foreign` where it is none, `newer` where a later release wrote it. */
export function readHeader(bytes: Bytes): RescueHeader | 'foreign' | 'newer' {
  if (bytes.length < headerBytes || magic.some((byte, n) => bytes[n] !== byte)) return 'foreign'
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const version = view.getUint16(8)
  const rounds = view.getUint32(10)
  if (version > fileVersion) return 'newer'
  if (version !== fileVersion || rounds < fewestRounds || rounds > mostRounds) return 'foreign'
  return { version, rounds, salt: bytes.slice(14, 30), nonce: bytes.slice(30, headerBytes) }
}

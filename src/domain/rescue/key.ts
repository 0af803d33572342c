import type { RescueHeader } from './header'

export const shortestPassphrase = 8

/** Whether a passphrase is long enough, counted as people see it. */
export const isLongEnough = (passphrase: string): boolean => [...passphrase.normalize('NFKC')].length >= shortestPassphrase

export type DeriveKey = (passphrase: string, header: RescueHeader) => Promise<CryptoKey>

/** The key of a file. Full-width letters of an input method count as the plain ones. */
export const deriveKey: DeriveKey = async (passphrase, { salt, rounds }) => {
  const { subtle } = globalThis.crypto
  const text = new TextEncoder().encode(passphrase.normalize('NFKC'))
  const typed = await subtle.importKey('raw', text, 'PBKDF2', false, ['deriveKey'])
  return subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, typed,
    { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Digits and capitals without I, L, O and U: nothing that is read in two ways. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Bytes of chance in a code: 80 bits. */
export const codeBytes = 10
const codeLength = 16

/** A code from at least 10 random bytes: 16 letters in groups of four, as people read and type them. */
export function makeInvitationCode(random: Uint8Array): string {
  if (random.length < codeBytes) throw new RangeError('a code takes 10 random bytes')
  let bits = 0n
  for (const byte of random.subarray(0, codeBytes)) bits = (bits << 8n) | BigInt(byte)
  const letters = Array.from({ length: codeLength }, (_, at) => alphabet[Number((bits >> BigInt(5 * (codeLength - 1 - at))) & 31n)])
  return letters.join('').replace(/(.{4})(?=.)/gu, '$1-')
}

/** A code as it is hashed: no blanks and hyphens, capitals, O as 0, I and L as 1. SQL's private.code_hash says the same. */
export const plainCode = (typed: string): string => typed.normalize('NFKC').slice(0, 60).replace(/[^0-9A-Za-z]/gu, '').toUpperCase()
  .replace(/O/gu, '0').replace(/[IL]/gu, '1')

/** Whether what was typed can be a code at all; only the server knows whether it is one. */
export const isInvitationCode = (typed: string): boolean => {
  const plain = plainCode(typed)
  return plain.length === codeLength && [...plain].every((letter) => alphabet.includes(letter))
}

/** The code in a scanned address or in bare letters, in groups; empty when there is none. */
export function invitationCodeIn(scanned: string): string {
  const typed = scanned.trim().split('#').at(-1) ?? ''
  return isInvitationCode(typed) ? plainCode(typed).replace(/(.{4})(?=.)/gu, '$1-') : ''
}

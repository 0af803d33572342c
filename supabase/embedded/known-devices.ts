import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export interface KnownDevices {
  /** The device's own name where it has signed in to the account before; null for any other. Takes the Cookie header. */
  nameOf(cookies: string | null, account: string): string | null
  /** A Set-Cookie header by which this device is known for the account from now on. */
  remember(account: string, secure: boolean): string
}

/** Seconds: half a year. */
const lifetime = 15_552_000

/**
 * Tells devices that have signed in to an account from all others, so that guesses from elsewhere do not lock its owner
 * out. Takes a secret of the installation; nothing is kept here, the cookie says it all and is signed.
 */
export function createKnownDevices(secret: string): KnownDevices {
  const key = createHash('sha256').update(`known devices ${secret}`).digest()
  const sign = (account: string, name: string) => createHmac('sha256', key).update(`${name} ${account}`).digest('base64url')
  /** One for each account: phones are shared. */
  const cookieOf = (account: string) => `xd_${createHash('sha256').update(account).digest('hex').slice(0, 12)}`
  return {
    nameOf(cookies, account) {
      const prefix = `${cookieOf(account)}=`
      const value = (cookies ?? '').split(/;\s*/).find((part) => part.startsWith(prefix))?.slice(prefix.length) ?? ''
      const [name = '', proof = ''] = value.split('.')
      const [expected, given] = [Buffer.from(sign(account, name)), Buffer.from(proof)]
      return name !== '' && expected.length === given.length && timingSafeEqual(expected, given) ? name : null
    },
    remember(account, secure) {
      const name = randomBytes(12).toString('base64url')
      return `${cookieOf(account)}=${name}.${sign(account, name)}; Path=/auth/v1; Max-Age=${lifetime}; HttpOnly; SameSite=Strict`
        + (secure ? '; Secure' : '')
    },
  }
}

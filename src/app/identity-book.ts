import type { Identity } from '@/domain/ports'

const key = 'xingxun.identity'

/** Who used this device last, read before the first paint: the app opens on the identity it knows, network or not. */
export const identityBook = {
  read(): Identity | null {
    const text = localStorage.getItem(key)
    return text ? (JSON.parse(text) as Identity) : null
  },
  write(identity: Identity): void {
    localStorage.setItem(key, JSON.stringify(identity))
  },
  clear(): void {
    localStorage.removeItem(key)
  },
}

const actingKey = (identity: Identity) => `xingxun.acting.${identity.personId}`

/** The membership a person acts for on this device: the one chosen last, else the first. */
export const actingBook = {
  read(identity: Identity) {
    const chosen = Number(localStorage.getItem(actingKey(identity)))
    return identity.memberships.find(({ id }) => id === chosen) ?? identity.memberships[0]
  },
  write(identity: Identity, membership: number): void {
    localStorage.setItem(actingKey(identity), String(membership))
  },
}

export interface LoginThrottle {
  /**
   * Counts an attempt and gives 0, or gives the seconds to wait when the account or the address has failed too
   * often. An admitted attempt counts as a failure until `succeeded` or `withdrawn` takes it back, so that guesses
   * sent at once are limited like guesses sent one after another.
   */
  admit(account: string, address: string): number
  /** The password was right: the account starts from zero. */
  succeeded(account: string, address: string): void
  /** The attempt told nothing about the password (the server was busy or failed). */
  withdrawn(account: string, address: string): void
}

interface Limit {
  readonly failures: number
  readonly milliseconds: number
}

const minute = 60_000
const perAccount: Limit = { failures: 5, milliseconds: 15 * minute }
const perAddress: Limit = { failures: 30, milliseconds: 5 * minute }
/** Names and addresses remembered at once; the oldest are forgotten first. */
const remembered = 50_000

/** Takes a clock in milliseconds. */
export function createLoginThrottle(now: () => number): LoginThrottle {
  const accounts = createWindow(perAccount, now)
  const addresses = createWindow(perAddress, now)
  return {
    admit: (account, address) => {
      const wait = Math.max(accounts.wait(account), addresses.wait(address))
      if (wait > 0) return Math.ceil(wait / 1000)
      accounts.add(account)
      addresses.add(address)
      return 0
    },
    succeeded: (account, address) => {
      accounts.clear(account)
      addresses.takeBack(address)
    },
    withdrawn: (account, address) => {
      accounts.takeBack(account)
      addresses.takeBack(address)
    },
  }
}

function createWindow({ failures, milliseconds }: Limit, now: () => number) {
  const times = new Map<string, number[]>()
  const recent = (key: string): number[] => (times.get(key) ?? []).filter((time) => time > now() - milliseconds)
  const keep = (key: string, list: number[]): void => {
    times.delete(key)
    if (list.length > 0) times.set(key, list)
    const [oldest] = times.keys()
    if (times.size > remembered && oldest !== undefined) times.delete(oldest)
  }
  return {
    wait: (key: string): number => {
      const list = recent(key)
      const [first] = list
      return list.length < failures || first === undefined ? 0 : first + milliseconds - now()
    },
    add: (key: string): void => { keep(key, [...recent(key), now()]) },
    takeBack: (key: string): void => { keep(key, recent(key).slice(0, -1)) },
    clear: (key: string): void => { keep(key, []) },
  }
}

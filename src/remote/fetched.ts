import { failed } from '@/domain/failure'

type Call = (...args: unknown[]) => Promise<unknown>

/**
 * A port of functions that give a `Result`, whose code is fetched at the first call: no first page needs it. Where it cannot
 * be fetched, the call fails as `offline`.
 */
export function fetched<Port extends object>(load: () => Promise<Port>): Port {
  const call = async (name: string, args: unknown[]) => {
    let port: Port
    try {
      port = await load()
    } catch (error) {
      if (error instanceof TypeError) return failed('offline', { detail: 'code not here' })
      throw error
    }
    return (Reflect.get(port, name) as Call)(...args)
  }
  return new Proxy({} as Port, {
    // Asked for by `await`, which takes whatever has it for a promise.
    get: (_target, name) => (typeof name === 'symbol' || name === 'then' ? undefined : (...args: unknown[]) => call(name, args)),
  })
}

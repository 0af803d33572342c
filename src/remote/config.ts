/** Where the server is, as the deployment says in `/config.json`. */
export interface ServerConfig {
  /** Base address of the API; empty for the origin the app came from. */
  readonly url: string
  readonly key: string
  /** Domain of the addresses that account names stand for. */
  readonly accountDomain: string
  readonly demo: boolean
  /** Whether Supabase Realtime answers at the address. */
  readonly realtime?: boolean
}

const remembered = 'xingxun.config'

function parse(text: string | null): ServerConfig | null {
  if (!text) return null
  try {
    const { url, key, accountDomain, demo, realtime } = (JSON.parse(text) ?? {}) as Partial<ServerConfig>
    if (typeof url !== 'string' || typeof key !== 'string' || typeof accountDomain !== 'string') return null
    return { url, key, accountDomain, demo: demo === true, ...(realtime && { realtime }) }
  } catch (error) {
    if (error instanceof SyntaxError) return null // a captive portal's page
    throw error
  }
}

export const rememberedConfig = (): ServerConfig | null => parse(localStorage.getItem(remembered))

/** Asks the deployment; gives what was remembered when it cannot be asked, null when nothing was. */
export async function loadConfig(): Promise<ServerConfig | null> {
  try {
    const answer = await fetch('/config.json', { cache: 'no-store', signal: AbortSignal.timeout(8_000) })
    const text = await answer.text()
    const config = answer.ok ? parse(text) : null
    if (config) localStorage.setItem(remembered, text)
    return config ?? rememberedConfig()
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return rememberedConfig()
    throw error
  }
}

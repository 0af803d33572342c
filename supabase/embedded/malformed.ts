/**
 * What the library answers with 500 because of what was asked, and not because anything failed here. Such a request is
 * refused before it, or its answer is turned into a refusal that tells nothing of the inside.
 */

/** Words of an auth request that the library takes for text without looking. */
const words = ['email', 'password', 'phone', 'token', 'token_hash', 'type', 'refresh_token', 'provider', 'redirect_to', 'code_verifier']

const refusal = (): Response => Response.json({ code: 'invalid', error_code: 'validation_failed', message: 'invalid', msg: 'invalid' }, { status: 400 })

/** The refusal of a request whose address or body has not the shape that is asked for; null where it may go on. */
export async function refuseMalformed(request: Request): Promise<Response | null> {
  // No text of the database holds a NUL.
  if (request.url.includes('%00')) return refusal()
  if (request.method === 'GET' || request.method === 'HEAD' || request.body === null) return null
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/auth/')) return isAuthBody(await request.clone().text()) ? null : refusal()
  const isForm = /multipart\/form-data|x-www-form-urlencoded/.test(request.headers.get('content-type') ?? '')
  if (!pathname.startsWith('/storage/') || !isForm) return null
  return request.clone().formData().then(() => null, refusal)
}

function isAuthBody(text: string): boolean {
  if (text.trim() === '') return true
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return false
    return words.every((word) => ['string', 'undefined'].includes(typeof Reflect.get(body, word)))
  } catch {
    return true
  }
}

/** An argument of the wrong type, a filter that cannot be read, an array of too many dimensions. */
const askedWrongly = /^(TypeError|SyntaxError|RangeError)\b|at position \d+|Invalid input for \w+ type|number of array dimensions/

/** The answer to a request, without the inside of the library; 400 where the request was at fault. */
export async function withoutInternals(response: Response): Promise<Response> {
  if (response.ok || !(response.headers.get('content-type') ?? '').includes('json')) return response
  const said = await response.clone().json().catch(() => null) as { code?: unknown; message?: unknown } | null
  // A function that writes, asked for by GET: the message quotes its statement.
  if (said?.code === '25006') return Response.json({ code: 'invalid', message: 'invalid' }, { status: 405 })
  if (response.status !== 500) return response
  if (said?.code !== 'SUP') return response
  return askedWrongly.test(String(said.message)) ? refusal()
    : Response.json({ code: 'unavailable', message: 'unavailable' }, { status: 500 })
}

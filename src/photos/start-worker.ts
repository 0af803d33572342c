import workerUrl from './photo-worker?worker&url'

/** The part of the Trusted Types API used here; TypeScript's DOM library does not have it. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy
}

interface Policy {
  createScriptURL(url: string): string
}

let policy: Policy | undefined

/**
 * Starts the worker. The page's policy admits no plain address for one, so a policy of our own vouches for a single
 * constant. Throws where the page refuses that policy.
 */
export function startPhotoWorker(): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  policy ??= trustedTypes?.createPolicy('xingxun-photo-worker', { createScriptURL: () => workerUrl })
  return new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' })
}

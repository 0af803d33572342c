import type * as Leaflet from 'leaflet'

interface TrustedTypes {
  readonly defaultPolicy: unknown
  createPolicy(name: 'default', rules: { createHTML(html: string): string | null }): unknown
}

/** Leaflet asks at its start whether SVG can be written as text, and empties elements; nothing else is let through. */
const harmless = ['<svg/>', '']

/**
 * Leaflet, as a chunk of its own. It writes HTML text even where it needs none, which the page's policy forbids, so
 * unless the app already has a default policy one is made that admits only those constants. Rejects when the
 * chunk cannot be had.
 */
export async function loadLeaflet(): Promise<typeof Leaflet> {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (trustedTypes !== undefined && trustedTypes.defaultPolicy === null) {
    trustedTypes.createPolicy('default', { createHTML: (html) => (harmless.includes(html) ? html : null) })
  }
  const leaflet = await import('leaflet')
  return leaflet.default
}

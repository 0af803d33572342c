interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string; createScriptURL(url: string): string }): unknown
}

/**
 * The default policy, made before anything else runs. Its one source of HTML is Leaflet, whose own templates hold no
 * text of ours; script addresses must be of this origin. Anything else is refused by throwing.
 */
const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
const leafletTemplates = new Set([
  '', '<svg/>', '<div></div>', '&#x2212;', '&#8722;', '+', '<span aria-hidden="true">+</span>',
  '<span aria-hidden="true">&#x2212;</span>',
])

trustedTypes?.createPolicy('default', {
  createHTML(text) {
    if (!leafletTemplates.has(text)) throw new TypeError(`unexpected markup: ${text.slice(0, 80)}`)
    return text
  },
  createScriptURL(url) {
    if (new URL(url, location.href).origin !== location.origin) throw new TypeError(`foreign script: ${url}`)
    return url
  },
})

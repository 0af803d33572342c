import { isDocumentId, type AreaId, type DocumentId, type OrganisationId } from './id'

/** What a colleague's phone is told of a record so that it can begin a child of it without a network. No personal data. */
export interface Invitation {
  readonly parent_id: DocumentId
  /** The kind of the child. */
  readonly kind: string
  readonly title: string
  readonly place_name: string
  readonly host_area_id: AreaId | null
  readonly organizer_org_id: OrganisationId | null
  readonly recipient_org_id: OrganisationId | null
  readonly started_at: string | null
  /** What the parent's kind says of its answers. */
  readonly answers: Readonly<Record<string, unknown>>
}

const version = 1
const words = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '')
const number = (value: unknown): number | null => (Number.isInteger(value) ? (value as number) : null)

/** An invitation as letters that an address's fragment can hold: JSON in base64url. */
export function writeInvitation(invitation: Invitation): string {
  const { parent_id, kind, title, place_name, host_area_id, organizer_org_id, recipient_org_id, started_at, answers } = invitation
  const bytes = new TextEncoder().encode(JSON.stringify(
    [version, parent_id, kind, title, place_name, host_area_id, organizer_org_id, recipient_org_id, started_at, answers]))
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** What was written; null for any other text, and for a version from the future. */
export function readInvitation(text: string): Invitation | null {
  if (!/^[\w-]{20,4000}$/.test(text)) return null
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const parts: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0))))
    if (!Array.isArray(parts) || parts[0] !== version || typeof parts[1] !== 'string' || !isDocumentId(parts[1])) return null
    const [, parent_id, kind, title, place_name, host, organizer, recipient, started, answers] = parts as [number, DocumentId, ...unknown[]]
    return {
      parent_id, kind: words(kind), title: words(title), place_name: words(place_name), host_area_id: number(host),
      organizer_org_id: number(organizer), recipient_org_id: number(recipient),
      started_at: typeof started === 'string' && !Number.isNaN(Date.parse(started)) ? started : null,
      answers: typeof answers === 'object' && answers !== null ? (answers as Record<string, unknown>) : {},
    }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return null
    throw error
  }
}

/** The invitation in an address or in the bare letters that a scan gave. */
export const invitationIn = (scanned: string): Invitation | null => readInvitation(scanned.trim().split('#').at(-1) ?? '')

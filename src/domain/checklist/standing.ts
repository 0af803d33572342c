import type { AreaId } from '../id'
import type { PublishedChecklist } from './template'

/** The shipped checklists, each in its newest version. */
export function shippedChecklists(checklists: readonly PublishedChecklist[]): readonly PublishedChecklist[] {
  const shipped = checklists.filter(({ template }) => !template.own)
  return shipped.filter(({ template }) =>
    !shipped.some((other) => other.template.code === template.code && other.template.version > template.version))
}

/**
 * Of the lists with own weights that were made from a shipped one, in whatever version, that of the first area of `line`
 * which has one, in its newest version.
 */
export function ownChecklist(checklists: readonly PublishedChecklist[], code: string, line: readonly AreaId[]): PublishedChecklist | undefined {
  for (const area of line) {
    const own = checklists.filter(({ template }) => template.own?.area_id === area && template.own.code === code)
    if (own.length > 0) return own.reduce((newest, each) => (each.template.version > newest.template.version ? each : newest))
  }
  return undefined
}

/**
 * The checklists that hold at a place, whose line of areas comes most local first: each shipped one, or in its place the one
 * with own weights. What was made from an older version than is shipped now gives way to the newer one: items or wording are
 * others.
 */
export const standingChecklists = (checklists: readonly PublishedChecklist[], line: readonly AreaId[]): readonly PublishedChecklist[] =>
  shippedChecklists(checklists).map((shipped) => {
    const { code, version } = shipped.template
    return ownChecklist(checklists.filter(({ template }) => (template.own?.version ?? 0) >= version), code, line) ?? shipped
  })

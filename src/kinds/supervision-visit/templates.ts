import type { PublishedChecklist } from '@/domain/checklist/template'

/**
 * Checklists to choose from for an organisation of that kind, each in its newest version; all where the kind is not known
 * or none is meant for it. The one that is chosen already stands among them, however old.
 */
export function offered(checklists: readonly PublishedChecklist[], kind: string, chosen: string): readonly PublishedChecklist[] {
  const newest = checklists.filter(({ template }) =>
    !checklists.some((other) => other.template.code === template.code && other.template.version > template.version))
  const fitting = newest.filter(({ template }) => template.applies_to.includes(kind))
  const list = fitting.length > 0 ? fitting : newest
  const kept = checklists.find(({ sha256 }) => sha256 === chosen)
  return kept && !list.includes(kept) ? [kept, ...list] : list
}

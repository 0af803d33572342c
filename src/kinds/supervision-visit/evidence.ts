import type { Sha256 } from '@/domain/id'
import { errorAt, type Problem } from '@/domain/problem'
import { noItem, type SupervisionVisitAnswers } from './answers'

/** Where a visit points at pictures of its record: an item of the checklist by its code, or a finding by its place. */
export type EvidencePlace = { readonly item: string } | { readonly finding: number }

type Photos = readonly Sha256[]
type Sheet = Pick<SupervisionVisitAnswers, 'items' | 'findings'>

export const photosAt = ({ items, findings }: Sheet, place: EvidencePlace): Photos =>
  ('item' in place ? items[place.item]?.photos : findings[place.finding]?.photos) ?? []

/** The answers with other pictures at one place; a finding that is gone meanwhile gets none. */
export function withPhotos({ items, findings }: Sheet, place: EvidencePlace, photos: Photos): Partial<Sheet> {
  if ('item' in place) return { items: { ...items, [place.item]: { ...(items[place.item] ?? noItem), photos } } }
  return { findings: findings.map((finding, n) => (n === place.finding ? { ...finding, photos } : finding)) }
}

/** Every place with pictures: its field's path, and which. */
export const evidenceOf = ({ items, findings }: Sheet): (readonly [path: string, place: EvidencePlace, photos: Photos])[] => [
  ...Object.entries(items).map(([item, { photos }]) => [`answers.items.${item}.photos`, { item }, photos] as const),
  ...findings.map(({ photos }, finding) => [`answers.findings.${finding}.photos`, { finding }, photos] as const),
].filter(([, , photos]) => photos.length > 0)

/** Every picture that an item or a finding shows is one of those held. `private.visit_photo_problems` says the same in SQL. */
export const evidenceProblems = (sheet: Sheet, held: ReadonlySet<Sha256>): Problem[] =>
  evidenceOf(sheet).flatMap(([field, , photos]) =>
    photos.every((each) => held.has(each)) ? [] : [errorAt(field, 'photo_not_in_record')])

/** How many places show a picture. */
export const usesOf = (sheet: Sheet, sha256: Sha256): number =>
  evidenceOf(sheet).filter(([, , photos]) => photos.includes(sha256)).length

/** Which pictures a change of the record took away, each with the one that was taken anew in its place, or null. */
export function lostPhotos(before: Photos, after: Photos): ReadonlyMap<Sha256, Sha256 | null> {
  const retaken = before.length === after.length
  return new Map(before.flatMap((sha256, at): [Sha256, Sha256 | null][] => {
    const instead = retaken ? after[at] ?? null : null
    return after.includes(sha256) ? [] : [[sha256, instead !== null && before.includes(instead) ? null : instead]]
  }))
}

/** The answers without pictures that the record lost, or with those taken in their place; null where none was shown. */
export function followPhotos<S extends Sheet>(sheet: S, lost: ReadonlyMap<Sha256, Sha256 | null>): Partial<Sheet> | null {
  const touched = evidenceOf(sheet).filter(([, , photos]) => photos.some((each) => lost.has(each)))
  if (touched.length === 0) return null
  const { items, findings } = touched.reduce<Sheet>((now, [, place, photos]) => ({
    ...now, ...withPhotos(now, place, photos.flatMap((each) => (lost.has(each) ? lost.get(each) ?? [] : [each]))),
  }), sheet)
  return { items, findings }
}

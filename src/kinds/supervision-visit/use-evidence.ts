import { inject, provide, watch, type InjectionKey } from 'vue'
import type { Sha256 } from '@/domain/id'
import type { PhotoEntry } from '@/domain/photo'
import type { SupervisionVisitAnswers } from './answers'
import { evidenceOf, followPhotos, lostPhotos, photosAt, usesOf, withPhotos, type EvidencePlace } from './evidence'

type Update = (photos: readonly Sha256[]) => readonly Sha256[]

/** Pictures at the places of a visit. It outlives the rows: a section that was left still gets the picture taken in it. */
export interface Evidence {
  at(place: EvidencePlace): readonly Sha256[]
  change(place: EvidencePlace, update: Update): void
  /** How many places show the picture. */
  uses(sha256: Sha256): number
}

export interface EvidenceParts {
  readonly answers: () => Pick<SupervisionVisitAnswers, 'items' | 'findings'>
  readonly photos: () => readonly PhotoEntry[]
  readonly change: (part: Partial<Pick<SupervisionVisitAnswers, 'items' | 'findings'>>) => void
}

const key: InjectionKey<Evidence> = Symbol('evidence')

/**
 * Lends the pictures of a visit's form to its rows. A picture that leaves the record leaves its places too; one taken
 * anew takes them over; one that comes back by an undo comes back to them.
 */
export function provideEvidence({ answers, photos, change }: EvidenceParts): void {
  provide(key, {
    at: (place) => photosAt(answers(), place),
    change: (place, update) => change(withPhotos(answers(), place, update(photosAt(answers(), place)))),
    uses: (sha256) => usesOf(answers(), sha256),
  })
  const gone = new Map<Sha256, readonly EvidencePlace[]>()
  watch(() => photos().map(({ sha256 }) => sha256), (after, before) => {
    const sheet = answers()
    const back = after.flatMap((sha256) => (gone.get(sha256) ?? []).map((place) => [place, sha256] as const))
    for (const sha256 of after) gone.delete(sha256)
    const lost = lostPhotos(before, after)
    for (const [sha256, instead] of lost) {
      const places = evidenceOf(sheet).flatMap(([, place, shown]) => (shown.includes(sha256) ? [place] : []))
      if (instead === null && places.length > 0) gone.set(sha256, places)
    }
    const next = back.reduce((now, [place, sha256]) => ({ ...now, ...withPhotos(now, place, [...new Set([...photosAt(now, place), sha256])]) }),
      { ...sheet, ...followPhotos(sheet, lost) })
    if (next.items !== sheet.items || next.findings !== sheet.findings) change({ items: next.items, findings: next.findings })
  })
}

/** Undefined outside a visit's form. */
export const useEvidence = (): Evidence | undefined => inject(key, undefined)

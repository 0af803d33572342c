import { leastWeight } from '../../src/domain/checklist/own-weights.ts'
import { itemsOf, type ChecklistTemplate } from '../../src/domain/checklist/template.ts'
import type { Random } from './random.ts'

/** Weights for most items that may have one, each without a problem; now and then the one that stands there. */
export const randomWeights = (random: Random, template: ChecklistTemplate): Record<string, number> =>
  Object.fromEntries(itemsOf(template).flatMap((item): [string, number][] => {
    const least = leastWeight(item)
    if (least === null || random() < 0.2) return []
    const drawn = Math.round(random() * (random() < 0.5 ? 1000 : 10_000)) / 100
    return [[item.code, random() < 0.1 ? Math.max(least, item.max) : Math.max(least, drawn)]]
  }))

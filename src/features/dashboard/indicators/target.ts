import type { IndicatorFigure, Target } from '@/domain/indicator'

/** Whether a value keeps to what is asked; null where there is no value or nothing is asked. */
export function meets({ value }: Pick<IndicatorFigure, 'value'>, target: Target | null): boolean | null {
  if (value === null || target === null) return null
  if (target.operator === '>=') return value >= target.value
  return target.operator === '<=' ? value <= target.value : value === target.value
}

import { errorAt, type Problem } from './problem'

/** A number that a form asks for. `decimals` 0 means a whole number; `unit` is a key of the locale's units. */
export interface NumberField<Name extends string = string> {
  readonly name: Name
  readonly unit: string
  readonly min: number
  readonly max: number
  readonly decimals: number
  readonly required: boolean
}

/** Problems of the numbers in `answers`: missing, not a number of that form, out of range. */
export function checkNumbers<Name extends string>(
  fields: readonly NumberField<Name>[],
  answers: Readonly<Record<Name, number | null>>,
): Problem[] {
  return fields.flatMap(({ name, min, max, decimals, required }): Problem[] => {
    const value = answers[name]
    const field = `answers.${name}`
    if (value === null) return required ? [errorAt(field, 'required')] : []
    if (!Number.isFinite(value) || Number(value.toFixed(decimals)) !== value)
      return [errorAt(field, decimals === 0 ? 'whole_number' : decimals === 1 ? 'one_decimal' : 'two_decimals')]
    return value < min || value > max ? [errorAt(field, 'out_of_range', { min, max })] : []
  })
}

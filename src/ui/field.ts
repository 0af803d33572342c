import { computed, inject, useId, type ComputedRef, type InjectionKey } from 'vue'

/** What a field row tells the input inside it. */
export interface Field {
  readonly id: string
  readonly labelId: string
  readonly describedBy: string | undefined
  readonly required: boolean
  readonly invalid: boolean
}

export const fieldKey: InjectionKey<ComputedRef<Field>> = Symbol('field')

type Attributes = Readonly<Record<string, string | boolean | undefined>>

/**
 * The attributes of the one control of a field: from the row around it, or, alone, an id of its own and the `label`.
 */
export const useControl = (label: () => string | undefined): ComputedRef<Attributes> => {
  const field = inject(fieldKey, undefined)
  const ownId = useId()
  return computed(() => ({
    id: field?.value.id ?? ownId,
    'aria-label': label(),
    'aria-describedby': field?.value.describedBy,
    'aria-invalid': field?.value.invalid || undefined,
    'aria-required': field?.value.required || undefined,
  }))
}

/** The same for a group of controls, which the row's label names. */
export const useControlGroup = (label: () => string | undefined): ComputedRef<Attributes> => {
  const field = inject(fieldKey, undefined)
  return computed(() => ({
    'aria-label': label(),
    'aria-labelledby': label() === undefined ? field?.value.labelId : undefined,
    'aria-describedby': field?.value.describedBy,
    'aria-invalid': field?.value.invalid || undefined,
  }))
}

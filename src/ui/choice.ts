import type { Tone } from './tone'

export interface Choice<Value> {
  readonly value: Value
  readonly label: string
  readonly detail?: string | undefined
  readonly tone?: Tone | undefined
  readonly disabled?: boolean | undefined
}

import type { IconName } from './icons'
import type { Tone } from './tone'

export interface Chip {
  readonly key: string
  readonly label: string
  readonly icon?: IconName | undefined
  readonly tone?: Tone | undefined
}

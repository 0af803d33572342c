import type { IconName } from './icons'

/** One place of the app's bar. A place without `to` is a button; the raised one stands out in the middle. */
export interface NavPlace {
  readonly key: string
  readonly label: string
  readonly icon: IconName
  readonly to?: string | undefined
  readonly badge?: number | string | undefined
  readonly raised?: boolean | undefined
}

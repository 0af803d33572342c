/** How values rest on the device: identity today, encryption later. Everything stored passes through here. */
export interface Stored<T> {
  readonly value: T
}

export const encode = <T>(value: T): Stored<T> => ({ value })
export const decode = <T>(stored: Stored<T>): T => stored.value

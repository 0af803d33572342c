/** No value of a record lies this deep: one that does goes in a circle. */
const deepest = 40

const cloneWhole = globalThis.structuredClone

class NotPlain extends Error {}

function clonePlain(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function' || typeof value === 'symbol') throw new NotPlain()
    return value
  }
  if (depth > deepest) throw new NotPlain()
  if (Array.isArray(value)) return value.map((each) => clonePlain(each, depth + 1))
  if (Object.getPrototypeOf(value) === ArrayBuffer.prototype) return (value as ArrayBuffer).slice(0)
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new NotPlain()
  const copy: Record<string, unknown> = { ...value }
  for (const key in copy) {
    const each = copy[key]
    if (typeof each === 'object' ? each !== null : typeof each === 'function' || typeof each === 'symbol') copy[key] = clonePlain(each, depth + 1)
  }
  return copy
}

/**
 * Node's `structuredClone`, which the pretended disk calls for every value read or written, sevenfold as fast for plain
 * data; everything else goes the whole way. What stood twice in a value is two values in the copy.
 */
export const structuredCloneOfPlain: typeof structuredClone = (value, options) => {
  if (options) return cloneWhole(value, options)
  try {
    return clonePlain(value, 0) as typeof value
  } catch (error) {
    if (error instanceof NotPlain) return cloneWhole(value)
    throw error
  }
}

globalThis.structuredClone = structuredCloneOfPlain

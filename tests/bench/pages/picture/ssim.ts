import type { Luma } from './luma.ts'

const radius = 5
const deviation = 1.5
const weights = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * deviation ** 2)))
const total = weights.reduce((sum, weight) => sum + weight, 0)
const kernel = weights.map((weight) => weight / total)
const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2]

/** Gaussian mean around each pixel that is at least `radius` from every edge; the edge itself stays zero. */
function blur(values: Float32Array, width: number, height: number): Float32Array {
  const rows = new Float32Array(values.length)
  for (let y = 0; y < height; y += 1) {
    for (let x = radius; x < width - radius; x += 1) {
      let sum = 0
      for (let i = 0; i < kernel.length; i += 1) sum += (kernel[i] ?? 0) * (values[y * width + x + i - radius] ?? 0)
      rows[y * width + x] = sum
    }
  }
  const blurred = new Float32Array(values.length)
  for (let y = radius; y < height - radius; y += 1) {
    for (let x = radius; x < width - radius; x += 1) {
      let sum = 0
      for (let i = 0; i < kernel.length; i += 1) sum += (kernel[i] ?? 0) * (rows[(y + i - radius) * width + x] ?? 0)
      blurred[y * width + x] = sum
    }
  }
  return blurred
}

/**
 * Mean structural similarity of two pictures of one size, 1 when they are the same (Wang et al. 2004: Gaussian window
 * of 11 pixels, deviation 1.5, K1 .01, K2 .03). Throws when the sizes differ.
 */
export function structuralSimilarity(a: Luma, b: Luma): number {
  const { width, height } = a
  if (b.width !== width || b.height !== height) throw new Error('the pictures differ in size')
  const product = (left: Float32Array, right: Float32Array) => left.map((value, i) => value * (right[i] ?? 0))
  const [meanA, meanB] = [blur(a.values, width, height), blur(b.values, width, height)]
  const [squareA, squareB, both] = [product(a.values, a.values), product(b.values, b.values), product(a.values, b.values)]
    .map((values) => blur(values, width, height))
  let sum = 0
  for (let y = radius; y < height - radius; y += 1) {
    for (let x = radius; x < width - radius; x += 1) {
      const i = y * width + x
      const [ma, mb] = [meanA[i] ?? 0, meanB[i] ?? 0]
      const varianceA = (squareA?.[i] ?? 0) - ma * ma
      const varianceB = (squareB?.[i] ?? 0) - mb * mb
      const covariance = (both?.[i] ?? 0) - ma * mb
      sum += ((2 * ma * mb + c1) * (2 * covariance + c2)) / ((ma * ma + mb * mb + c1) * (varianceA + varianceB + c2))
    }
  }
  return sum / ((width - 2 * radius) * (height - 2 * radius))
}

/** One filled shape of a picture; `ink` is a class of EmptyState. */
interface Part {
  readonly ink: 'ground' | 'fruit' | 'blush' | 'leaf' | 'pale' | 'line' | 'paper'
  readonly d: string
}

const round = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`

/** An apricot: the fruit, its shaded cheek, its cleft. */
const apricot = (x: number, y: number, r: number): readonly Part[] => {
  const [wide, high, far] = [r * 0.4, r * 1.92, r * 1.3]
  const cheek = `a${r} ${r} 0 0 1 ${-wide} ${high}a${far} ${far} 0 0 0 ${wide} ${-high}Z`
  return [
    { ink: 'fruit', d: round(x, y, r) },
    { ink: 'blush', d: `M${x + wide} ${y - r * 0.92}${cheek}` },
    { ink: 'line', d: `M${x} ${y - r}q${-r * 0.55} ${r * 0.75} ${-r * 0.1} ${r * 1.25}` },
  ]
}

/** A leaf from its stem at x, y to its tip, dx and dy away. */
const leaf = (x: number, y: number, dx: number, dy: number): Part => {
  const [outX, outY] = [dx * 0.25 + dy * 0.4, dy * 0.25 - dx * 0.4]
  const [homeX, homeY] = [-dx * 0.75 - dy * 0.4, -dy * 0.25 + dx * 0.4]
  return { ink: 'leaf', d: `M${x} ${y}q${outX} ${outY} ${dx} ${dy}q${homeX} ${homeY} ${-dx} ${-dy}Z` }
}

const hill: Part = { ink: 'ground', d: 'M8 116C30 84 64 92 84 96S136 84 152 116Z' }
const branch: Part = { ink: 'line', d: 'M14 30C46 18 92 22 146 40M62 22v10M96 26v12M122 33v8' }
const page: Part = { ink: 'paper', d: 'M52 22h44l14 14v66a6 6 0 0 1-6 6H52a6 6 0 0 1-6-6V28a6 6 0 0 1 6-6Z' }
const cloud: Part = { ink: 'paper', d: 'M50 88a22 22 0 0 1-2-44a32 32 0 0 1 61-2a23 23 0 0 1 3 46Z' }

/** The pictures of empty states, 160 × 120. */
export const pictures = {
  orchard: [
    hill, branch, leaf(44, 23, -14, -14), leaf(78, 22, 12, -15), leaf(110, 29, 16, -12), leaf(136, 37, 14, 10),
    ...apricot(62, 46, 14), ...apricot(97, 54, 16), ...apricot(124, 52, 11),
  ],
  basket: [
    hill, ...apricot(62, 52, 15), ...apricot(98, 52, 15), ...apricot(80, 44, 16), leaf(80, 28, 16, -12),
    { ink: 'pale', d: 'M38 58h84l-9 42a8 8 0 0 1-8 7H55a8 8 0 0 1-8-7Z' },
    { ink: 'line', d: 'M38 58h84l-9 42a8 8 0 0 1-8 7H55a8 8 0 0 1-8-7ZM42 74h76M46 91h68M62 58l5 48M98 58l-5 48' },
  ],
  search: [
    hill, { ink: 'paper', d: round(74, 54, 32) }, leaf(60, 66, 30, -26),
    { ink: 'line', d: `${round(74, 54, 32)}M98 78l22 22M62 64l16-14` },
  ],
  offline: [
    hill, cloud, { ink: 'line', d: 'M56 66h10M76 66h8M94 66h8' }, leaf(80, 106, 26, -10), ...apricot(66, 102, 10),
  ],
  trouble: [
    hill, page, { ink: 'line', d: 'M58 42h26M58 56h38M58 70h18' }, ...apricot(108, 92, 15), leaf(108, 77, 15, -10),
    { ink: 'line', d: 'M84 82l-8 10 10 4-8 12' },
  ],
  locked: [
    hill, { ink: 'line', d: 'M62 58V44a18 18 0 0 1 36 0v14' }, ...apricot(80, 76, 28), leaf(90, 48, 22, -12),
    { ink: 'paper', d: 'M75 70a5 5 0 1 1 10 0c0 3-2 4-3 5l2 10h-8l2-10c-1-1-3-2-3-5Z' },
  ],
} as const satisfies Readonly<Record<string, readonly Part[]>>

export type PictureName = keyof typeof pictures

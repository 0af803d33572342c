/**
 * The mark, on a field of 96 × 96: an apricot that is a map pin, its cleft drawn as the way to the place, one leaf.
 * public/icons/icon.svg shows the same paths; tests/ui/brand-mark.test.ts compares them.
 */
export const brandMark = {
  fruit: 'M48 90C35 78 17 66 17 47.5C17 29.5 31 20 48 23C65 20 79 29.5 79 47.5C79 66 61 78 48 90Z',
  blush: 'M66 26.5C74 30.5 79 38 79 47.5C79 66 61 78 48 90C59 76 70 66 70 48C70 39 69 32 66 26.5Z',
  way: 'M48 24C38 32 37 45 44.5 52.5',
  place: 'M49 63A5.5 5.5 0 1 0 49 52A5.5 5.5 0 1 0 49 63Z',
  leaf: 'M48 23C46 10 58 2.5 78 5C77 19 64 27 48 23Z',
  vein: 'M48 23C55 18 62 13.5 68 10.5',
} as const

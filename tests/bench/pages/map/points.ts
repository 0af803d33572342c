/** The middle of the maps and their zoom: a province fills a desk's screen. */
export const view = { lng: 106.7, lat: 26.8, zoom: 7.5 } as const

export interface Points {
  readonly lng: Float64Array
  readonly lat: Float64Array
  /** 0 to 3, most of them 0. */
  readonly kind: Uint8Array
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Points as activities lie: around two thousand places, the larger the more, each some way off; all within the view. */
export function makePoints(count: number): Points {
  const random = seeded(11)
  const places = Array.from({ length: 2_000 }, () => [view.lng + (random() - 0.5) * 5.6, view.lat + (random() - 0.5) * 3.2] as const)
  const [lng, lat, kind] = [new Float64Array(count), new Float64Array(count), new Uint8Array(count)]
  for (let i = 0; i < count; i += 1) {
    const place = places[Math.floor(random() ** 2 * places.length)] as readonly [number, number]
    const off = (random() + random() + random() - 1.5) * 0.06
    lng[i] = place[0] + off
    lat[i] = place[1] + (random() + random() + random() - 1.5) * 0.06
    kind[i] = Math.floor(random() ** 3 * 4)
  }
  return { lng, lat, kind }
}

/** Runs work at the beginning of a frame and gives the milliseconds until that frame has been painted. */
export const painted = (work: () => void): Promise<number> => new Promise((resolve) => {
  requestAnimationFrame(() => {
    const start = performance.now()
    work()
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve(performance.now() - start)
    port2.postMessage(null)
  })
})

/** What each page of the map offers to the bench. */
export interface MapPage {
  /** Milliseconds from being given so many points to having painted them. */
  show(count: number): Promise<number>
  /** Milliseconds from a pan by some pixels to its being painted. */
  pan(left: number, top: number): Promise<number>
}

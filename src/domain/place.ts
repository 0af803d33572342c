export const fixSources = ['gps', 'network', 'manual_pin'] as const
export type FixSource = (typeof fixSources)[number]

/** A point on Earth, WGS-84 degrees. */
export interface Point {
  readonly lng: number
  readonly lat: number
}

/** One reading of the device's position sensor. `accuracy_m` is the 95 % radius in metres, `at` ISO 8601. */
export interface Fix extends Point {
  readonly accuracy_m: number
  readonly at: string
}

/** Above this radius in metres a fix is likely from the network, and a pin by hand is better. */
export const coarseAccuracy = 200

const earthRadius = 6_371_008.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Great-circle distance in metres (haversine). */
export function distance(a: Point, b: Point): number {
  const dLat = radians(b.lat - a.lat)
  const dLng = radians(b.lng - a.lng)
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLng / 2) ** 2
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Degrees as people in the field read them: `28.52000°N 107.90000°E`, five decimals (about a metre). */
export function formatPoint({ lng, lat }: Point): string {
  const ns = lat >= 0 ? 'N' : 'S'
  const ew = lng >= 0 ? 'E' : 'W'
  return `${Math.abs(lat).toFixed(5)}°${ns} ${Math.abs(lng).toFixed(5)}°${ew}`
}

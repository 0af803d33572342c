import type { View } from '@/domain/board'

/**
 * What a canvas of the map shows. World positions run from 0 to 1, from the upper left of the web mercator square; `left`
 * and `top` are those of the canvas's corner, `scale` is CSS pixels a world, `ratio` device pixels a CSS pixel.
 */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly scale: number
  readonly width: number
  readonly height: number
  readonly ratio: number
}

/** A point of the world in pixels of a frame. */
export const inFrame = ({ left, top, scale }: Frame, x: number, y: number): readonly [number, number] =>
  [(x - left) * scale, (y - top) * scale]

export const worldX = (lng: number): number => lng / 360 + 0.5
export function worldY(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180)
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)
}
export const lngOf = (x: number): number => (x - 0.5) * 360
export const latOf = (y: number): number => (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI

/** A view with a share of its width and height more on each side, within the world. */
export function padView([west, south, east, north]: View, share: number): View {
  const wide = (east - west) * share
  const high = (north - south) * share
  return [Math.max(-180, west - wide), Math.max(-85, south - high), Math.min(180, east + wide), Math.min(85, north + high)]
}

export const holdsView = (outer: View, inner: View): boolean =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]

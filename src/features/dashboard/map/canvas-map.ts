import type { LeafletMouseEvent } from 'leaflet'
import type { View } from '@/domain/board'
import { openLeaflet } from '@/fields/position/open-leaflet'
import { CanvasLayer, type Painter } from './canvas-layer'
import { latOf, lngOf, worldX, worldY, type Frame } from './projection'

export interface CanvasMap {
  /** Draws anew, now. */
  redraw(): void
  /** The part that is shown, and how near. */
  look(): { readonly view: View; readonly zoom: number; readonly frame: Frame }
  /** Shows a box of world positions (west, north, east, south). */
  fit(box: readonly [number, number, number, number]): void
  /** Moves to a point of the world and nearer by some steps. */
  nearer(x: number, y: number, steps: number): void
  zoomBy(steps: number): void
  /** The context that the layer draws with, for questions about paths. */
  readonly surface: CanvasRenderingContext2D
  close(): void
}

interface MapParts {
  readonly painter: Painter
  /** A tap or click, in CSS pixels of the map and in worlds. */
  readonly tap: (at: { readonly left: number; readonly top: number; readonly x: number; readonly y: number }) => void
  /** The pointer is over a point of the world; null when it left. */
  readonly hover: (at: { readonly left: number; readonly top: number; readonly x: number; readonly y: number } | null) => void
  readonly moved: () => void
}

const closest = 17

/** Opens a Leaflet map with one canvas of ours and nothing else on it. */
export function openCanvasMap(root: HTMLElement, { painter, tap, hover, moved }: MapParts): CanvasMap {
  const { map, close } = openLeaflet(root, { minZoom: 3, maxZoom: closest })
  const layer = new CanvasLayer(painter).addTo(map)
  const place = ({ containerPoint, latlng }: LeafletMouseEvent) =>
    ({ left: containerPoint.x, top: containerPoint.y, x: worldX(latlng.lng), y: worldY(latlng.lat) })
  map.on('click', (event) => tap(place(event)))
  map.on('mousemove', (event) => hover(place(event)))
  map.on('mouseout', () => hover(null))
  map.on('moveend', moved)
  return {
    surface: layer.surface,
    redraw: () => layer.redraw(),
    look() {
      const bounds = map.getBounds()
      return { view: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], zoom: map.getZoom(), frame: layer.view() }
    },
    fit([west, north, east, south]) {
      map.fitBounds([[latOf(south), lngOf(west)], [latOf(north), lngOf(east)]], { padding: [16, 16], animate: false })
    },
    nearer: (x, y, steps) => void map.setView([latOf(y), lngOf(x)], Math.min(closest, map.getZoom() + steps), { animate: map.options.zoomAnimation === true }),
    zoomBy: (steps) => void map.setZoom(map.getZoom() + steps),
    close,
  }
}

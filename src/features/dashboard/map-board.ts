import type { Feature, Geometry } from 'geojson'
import type { LatLngTuple, LayerGroup } from 'leaflet'
import { loadOutlines } from '@/fields/position/load-outlines'
import type { Point } from '@/domain/place'

export interface MapBoard {
  /** Draws a way from point to point with their numbers, in place of the one before, and shows the whole of it. */
  route(points: readonly RoutePoint[], choose: (id: string) => void): void
  zoomBy(steps: number): void
  close(): void
}

/** A numbered point of a way. */
export interface RoutePoint extends Point {
  readonly id: string
  readonly number: string
  readonly label: string
}

interface BoardParts {
  /** Two digits. */
  readonly province: string
  /** Ids of the counties that it leads through, drawn stronger. */
  readonly counties: readonly number[]
}

/** A mark as an element of our own: no markup from strings, a button for the keyboard. */
function element(text: string, label: string): HTMLElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'map-mark map-mark-single'
  button.textContent = text
  button.title = label
  button.setAttribute('aria-label', label)
  return button
}

/** Opens a Leaflet map of a province's bundled outlines for a way through it. */
export async function openMapBoard(root: HTMLElement, parts: BoardParts): Promise<MapBoard> {
  const [{ L, openLeaflet }, outlines] = await Promise.all([import('@/fields/position/open-leaflet'), loadOutlines(parts.province)])
  const style = getComputedStyle(root)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const { map, close } = openLeaflet(root, { minZoom: 5, maxZoom: 17, zoomSnap: 0.5 })
  const ours = new Set(parts.counties)
  L.geoJSON(outlines.ok ? outlines.value : undefined, {
    interactive: false,
    style: (feature?: Feature<Geometry>) => (feature && ours.has(Number(feature.id))
      ? { color: colour('--color-herb'), weight: 2, fillColor: colour('--color-herb'), fillOpacity: 0.12 }
      : { color: colour('--color-line-strong'), weight: 1, fillOpacity: 0 }),
  }).addTo(map)
  let way: LayerGroup | undefined

  return {
    route(points, choose) {
      way?.remove()
      const line = points.map(({ lng, lat }): LatLngTuple => [lat, lng])
      const markers = points.map(({ id, number, label }, n) => L.marker(line[n] as LatLngTuple, {
        icon: L.divIcon({ html: element(number, label), className: '', iconSize: [44, 44] }), keyboard: false,
      }).on('click', () => choose(id)))
      way = L.layerGroup([L.polyline(line, { color: colour('--color-herb'), weight: 4, interactive: false }), ...markers]).addTo(map)
      if (line.length > 0) map.fitBounds(L.latLngBounds(line), { padding: [32, 32], maxZoom: 11, animate: false })
    },
    zoomBy: (steps) => void map.setZoom(map.getZoom() + steps),
    close,
  }
}

import type { Feature, Geometry } from 'geojson'
import type { LatLngTuple, Layer, LayerGroup, Marker, Polygon } from 'leaflet'
import { loadOutlines } from '@/fields/position/load-outlines'
import type { Point } from '@/domain/place'
import type { ActivityRow } from '@/domain/reports'
import type { Mark } from './clusters'

export interface MapBoard {
  /** Draws the marks of what is in view, now and after each move. */
  show(marks: (view: [number, number, number, number], zoom: number) => readonly Mark[]): void
  fit(rows: readonly ActivityRow[]): void
  /** Draws a way from point to point with their numbers, in place of the one before, and shows the whole of it. */
  route(points: readonly RoutePoint[], choose: (id: string) => void): void
  zoomTo(mark: Mark): void
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
  /** Ids of the counties that the report covers; the map opens on them. */
  readonly counties: readonly number[]
  readonly choose: (mark: Mark) => void
  readonly label: (mark: Mark) => string
}

/** A mark as an element of our own: no markup from strings, a button for the keyboard. */
function element(text: string, single: boolean, label: string): HTMLElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = single ? 'map-mark map-mark-single' : 'map-mark'
  button.textContent = text
  button.title = label
  button.setAttribute('aria-label', label)
  return button
}

/** Opens a Leaflet map of a province's bundled outlines. The only file of the dashboard that speaks Leaflet. */
export async function openMapBoard(root: HTMLElement, parts: BoardParts): Promise<MapBoard> {
  const [{ default: L }, outlines] = await Promise.all([import('leaflet'), loadOutlines(parts.province)])
  const style = getComputedStyle(root)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const map = L.map(root, { zoomControl: false, attributionControl: false, minZoom: 5, maxZoom: 17, zoomSnap: 0.5 })
  map.setView([30, 108], 5)
  const ours = new Set(parts.counties)
  const layer = L.geoJSON(outlines.ok ? outlines.value : undefined, {
    interactive: false,
    style: (feature?: Feature<Geometry>) => (feature && ours.has(Number(feature.id))
      ? { color: colour('--color-herb'), weight: 2, fillColor: colour('--color-herb'), fillOpacity: 0.12 }
      : { color: colour('--color-line-strong'), weight: 1, fillOpacity: 0 }),
  }).addTo(map)
  const shown = new Map<string, Marker>()
  let way: LayerGroup | undefined
  let source: Parameters<MapBoard['show']>[0] = () => []

  function draw(): void {
    const bounds = map.getBounds().pad(0.2)
    const marks = source([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], map.getZoom())
    const wanted = new Map(marks.map((mark) => [`${mark.id ?? mark.count}/${mark.lng}/${mark.lat}`, mark]))
    for (const [key, marker] of shown) {
      if (wanted.has(key)) continue
      marker.remove()
      shown.delete(key)
    }
    for (const [key, mark] of wanted) {
      if (shown.has(key)) continue
      const icon = L.divIcon({ html: element(String(mark.count), mark.id !== null, parts.label(mark)), className: '', iconSize: [44, 44] })
      shown.set(key, L.marker([mark.lat, mark.lng], { icon, keyboard: false }).on('click', () => parts.choose(mark)).addTo(map))
    }
  }
  map.on('moveend zoomend', draw)

  return {
    show(marks) {
      source = marks
      draw()
    },
    fit(rows) {
      const own: LatLngTuple[] = []
      layer.eachLayer((each: Layer) => {
        const county = each as Polygon
        if (!ours.has(Number(county.feature?.id))) return
        const bounds = county.getBounds()
        for (const corner of [bounds.getSouthWest(), bounds.getNorthEast()]) own.push([corner.lat, corner.lng])
      })
      const points = rows.flatMap(({ lng, lat }): LatLngTuple[] => (lng === null || lat === null ? [] : [[lat, lng]]))
      const all = [...own, ...points]
      if (all.length > 0) map.fitBounds(L.latLngBounds(all), { padding: [16, 16], animate: false })
    },
    route(points, choose) {
      way?.remove()
      const line = points.map(({ lng, lat }): LatLngTuple => [lat, lng])
      const markers = points.map(({ id, number, label }, n) => L.marker(line[n] as LatLngTuple, {
        icon: L.divIcon({ html: element(number, true, label), className: '', iconSize: [44, 44] }), keyboard: false,
      }).on('click', () => choose(id)))
      way = L.layerGroup([L.polyline(line, { color: colour('--color-herb'), weight: 4, interactive: false }), ...markers]).addTo(map)
      if (line.length > 0) map.fitBounds(L.latLngBounds(line), { padding: [32, 32], maxZoom: 11, animate: false })
    },
    zoomTo: (mark) => map.flyTo([mark.lat, mark.lng], Math.min(17, mark.zoom), { duration: 0.4 }),
    zoomBy: (steps) => void map.setZoom(map.getZoom() + steps),
    close: () => void map.remove(),
  }
}

import L from 'leaflet'
import 'leaflet/dist/leaflet.css'

export { L }

export interface OpenMap {
  readonly map: L.Map
  /** Takes the map off its element. */
  close(): void
}

/** Where a map opens that was told of no place yet. */
const china: L.LatLngBoundsLiteral = [[18, 74], [53, 134]]

/**
 * The one place that opens Leaflet, in an element and with what `options` say beyond the usual: without controls, whose words
 * and sizes are not ours and which write HTML text; still where the device asks for that; as large as its element, always.
 */
export function openLeaflet(root: HTMLElement, options: L.MapOptions): OpenMap {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = L.map(root, {
    zoomControl: false, attributionControl: false, zoomSnap: 0.25, zoomAnimation: !still, fadeAnimation: !still, inertia: !still,
    ...options,
  })
  map.fitBounds(china, { animate: false })
  const watching = new ResizeObserver(() => map.invalidateSize({ animate: false }))
  watching.observe(root)
  return {
    map,
    close() {
      watching.disconnect()
      map.remove()
    },
  }
}

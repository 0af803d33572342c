import type { FeatureCollection } from 'geojson'
import type { Circle, Marker } from 'leaflet'
import type { Point } from '@/domain/place'
import { makePinMark, pinSize, pinTip } from './pin-mark'

/** The colours a canvas cannot take from a style sheet. */
export interface BoardColours {
  readonly line: string
  readonly fill: string
  readonly accent: string
}

export interface PinBoard {
  /** Puts the pin at the point, or takes it away. */
  setPin(point: Point | null): void
  /** The circle in which a coarse fix lies, metres. */
  showAccuracy(point: Point, metres: number): void
  /** `fit` shows the whole province. */
  showOutlines(outlines: FeatureCollection, fit: boolean): void
  view(point: Point, zoom: number): void
  zoomBy(steps: number): void
  /** Tells where the map stands, through `onMove`. */
  report(): void
  close(): void
}

interface BoardOptions {
  readonly pinLabel: string
  readonly colours: BoardColours
  /** Called when a tap or a drag has moved the pin. */
  readonly onPin: (point: Point) => void
  /** Called when the map has been moved or zoomed, with the width of a pixel in metres at its centre. */
  readonly onMove: (centre: Point, metresPerPixel: number) => void
}

/** Opens a Leaflet map with outlines drawn on a canvas and one pin on them. Rejects when the chunk cannot be had. */
export async function openPinBoard(element: HTMLElement, options: BoardOptions): Promise<PinBoard> {
  const { L: leaflet, openLeaflet } = await import('./open-leaflet')
  const { map, close } = openLeaflet(element, { preferCanvas: true, maxZoom: 18 })
  let pin: Marker | null = null
  let circle: Circle | null = null

  const pointAt = ({ lat, lng }: { lat: number; lng: number }): Point => ({ lng, lat })

  function setPin(point: Point | null): void {
    if (point === null) {
      pin?.remove()
      pin = null
    } else if (pin === null) {
      const icon = leaflet.divIcon({ className: 'pin-map-mark', html: makePinMark(), iconSize: pinSize, iconAnchor: pinTip })
      const placed = leaflet.marker(point, { icon, draggable: true, keyboard: false, title: options.pinLabel, alt: options.pinLabel })
      placed.on('dragend', () => options.onPin(pointAt(placed.getLatLng())))
      pin = placed.addTo(map)
    } else pin.setLatLng(point)
  }

  map.on('click', ({ latlng }) => options.onPin(pointAt(latlng.wrap())))
  const report = () => {
    const centre = map.getCenter()
    const beside = map.containerPointToLatLng(map.latLngToContainerPoint(centre).add([100, 0]))
    options.onMove(pointAt(centre.wrap()), map.distance(centre, beside) / 100)
  }
  map.on('move', report)

  return {
    setPin,
    showAccuracy(point, radius) {
      circle?.remove()
      circle = leaflet.circle(point, { radius, interactive: false, weight: 1, color: options.colours.accent }).addTo(map)
    },
    showOutlines(outlines, fit) {
      const style = { color: options.colours.line, weight: 1.5, fillColor: options.colours.fill, fillOpacity: 1 }
      const layer = leaflet.geoJSON(outlines, { interactive: false, style }).addTo(map)
      layer.bringToBack()
      if (fit) map.fitBounds(layer.getBounds())
    },
    view: (point, zoom) => void map.setView(point, zoom),
    zoomBy: (steps) => void map.setZoom(map.getZoom() + steps),
    report,
    close,
  }
}

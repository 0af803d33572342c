import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import '../../pages/map/map.css'
import { makePoints, painted, view, type MapPage } from '../../pages/map/points'

const colours = ['#2c7a5c', '#2b6cb0', '#7a4fa3', '#c2571a']
const map = L.map('map', { zoomControl: false, attributionControl: false, zoomSnap: 0.5, preferCanvas: true }).setView([view.lat, view.lng], view.zoom)

/** Leaflet's own circle markers on its own canvas. */
const bench: MapPage = {
  async show(count) {
    const { lng, lat, kind } = makePoints(count)
    return painted(() => {
      for (let i = 0; i < count; i += 1) {
        L.circleMarker([lat[i], lng[i]], { radius: 4, stroke: false, fillOpacity: 1, fillColor: colours[kind[i]] }).addTo(map)
      }
    })
  },
  pan: (left, top) => painted(() => map.panBy([left, top], { animate: false })),
}

Object.assign(window, { bench })

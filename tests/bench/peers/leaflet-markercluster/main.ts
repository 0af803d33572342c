import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import 'leaflet.markercluster'
import 'leaflet.markercluster/dist/MarkerCluster.css'
import 'leaflet.markercluster/dist/MarkerCluster.Default.css'
import '../../pages/map/map.css'
import { makePoints, painted, view, type MapPage } from '../../pages/map/points'

const map = L.map('map', { zoomControl: false, attributionControl: false, zoomSnap: 0.5, maxZoom: 17 }).setView([view.lat, view.lng], view.zoom)

/** The plug-in as it comes, its markers added at once, as it advises. */
const bench: MapPage = {
  async show(count) {
    const { lng, lat } = makePoints(count)
    return painted(() => {
      const group = L.markerClusterGroup({ animate: false })
      group.addLayers(Array.from({ length: count }, (_, i) => L.marker([lat[i], lng[i]])))
      map.addLayer(group)
    })
  },
  pan: (left, top) => painted(() => map.panBy([left, top], { animate: false })),
}

Object.assign(window, { bench })

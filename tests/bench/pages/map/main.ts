import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import './map.css'
import '@/ui/tokens.css'
import '@/features/dashboard/map/map.css'
import { CanvasLayer } from '@/features/dashboard/map/canvas-layer'
import { readMapColours } from '@/features/dashboard/map/map-colours'
import { indexMarks, type MarksIndex } from '@/features/dashboard/map/marks-index'
import { marksPainter, type MarkMode } from '@/features/dashboard/map/marks-painter'
import { worldX, worldY } from '@/features/dashboard/map/projection'
import { makePoints, painted, view, type MapPage } from './points.ts'

/** What our page offers besides: the parts of showing, apart. */
export interface OurMapPage extends MapPage {
  mode: MarkMode
  /** Milliseconds to index so many points, and to paint them then. */
  parts(count: number): Promise<{ readonly index: number; readonly draw: number }>
}

const grid = 26
const kinds = ['free_clinic', 'tour_stop', 'training_session', 'supervision_visit']

/** Columns as an answer of the server has them: plain arrays of numbers. */
function columns(count: number) {
  const { lng, lat, kind } = makePoints(count)
  return {
    grid, kinds, x: Array.from(lng, (each) => Math.floor(worldX(each) * 2 ** grid)),
    y: Array.from(lat, (each) => Math.floor(worldY(each) * 2 ** grid)), kind: Array.from(kind), count: new Array<number>(count).fill(1),
  }
}

const map = L.map('map', { zoomControl: false, attributionControl: false, zoomSnap: 0.5 }).setView([view.lat, view.lng], view.zoom)
const painter = marksPainter()
const font = getComputedStyle(document.body).fontFamily
let index: MarksIndex | undefined
const layer = new CanvasLayer((context, frame) => {
  if (index) painter.paint(context, frame, index, kinds, { mode: bench.mode, colours: readMapColours(document.body), font, digits: String })
}).addTo(map)

const bench: OurMapPage = {
  mode: 'clusters',
  async show(count) {
    const points = columns(count)
    return painted(() => {
      index = indexMarks(points)
      layer.redraw()
    })
  },
  pan: (left, top) => painted(() => map.panBy([left, top], { animate: false })),
  async parts(count) {
    const points = columns(count)
    const start = performance.now()
    index = indexMarks(points)
    const took = performance.now() - start
    return { index: took, draw: await painted(() => layer.redraw()) }
  },
}

Object.assign(window, { bench })

import L, { type LatLng, type ZoomAnimEvent } from 'leaflet'
import type { Frame } from './projection'

/** Draws onto a canvas that is scaled to device pixels already and cleared. */
export type Painter = (context: CanvasRenderingContext2D, frame: Frame) => void

/** Share of the view that is drawn beyond each of its sides, so that a pan shows something before it ends. */
const padding = 0.15
/** Leaflet's tile size, which its zooms count in. */
const tile = 256

/**
 * One canvas over a Leaflet map: drawn when a move or zoom has ended, moved and scaled by CSS meanwhile. Reads and writes
 * no element but its own.
 */
export class CanvasLayer extends L.Layer {
  private readonly canvas = document.createElement('canvas')
  private readonly context = this.canvas.getContext('2d') as CanvasRenderingContext2D
  private drawn: { readonly frame: Frame; readonly zoom: number; readonly center: LatLng } | undefined

  constructor(private readonly painter: Painter) {
    super()
    this.canvas.className = 'leaflet-zoom-animated'
    this.canvas.dataset['map'] = 'layer'
  }

  override onAdd(map: L.Map): this {
    map.getPane('overlayPane')?.append(this.canvas)
    this.redraw()
    return this
  }

  override onRemove(): this {
    this.canvas.remove()
    return this
  }

  override getEvents() {
    return {
      moveend: () => this.redraw(),
      resize: () => this.redraw(),
      viewreset: () => this.redraw(),
      move: () => this.follow(),
      zoom: () => this.place(this._map.getCenter(), this._map.getZoom()),
      zoomanim: ({ center, zoom }: ZoomAnimEvent) => this.place(center, zoom),
    } as unknown as Record<string, L.LeafletEventHandlerFn>
  }

  /** The frame that the map shows now, without the padding. */
  view(ratio = 1): Frame {
    const { x: width, y: height } = this._map.getSize()
    return this.frameOf(width, height, ratio)
  }

  /** What the frame that was last drawn shows, and the canvas's own context for questions about paths. */
  get surface(): CanvasRenderingContext2D {
    return this.context
  }

  /** Draws anew, now. */
  redraw(): void {
    if (!this._map) return
    const size = this._map.getSize()
    const frame = this.frameOf(Math.ceil(size.x * (1 + 2 * padding)), Math.ceil(size.y * (1 + 2 * padding)), Math.min(2, devicePixelRatio || 1))
    this.drawn = { frame, zoom: this._map.getZoom(), center: this._map.getCenter() }
    const [width, height] = [Math.round(frame.width * frame.ratio), Math.round(frame.height * frame.ratio)]
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width
      this.canvas.height = height
      this.canvas.style.width = `${frame.width}px`
      this.canvas.style.height = `${frame.height}px`
    }
    this.context.setTransform(1, 0, 0, 1, 0, 0)
    this.context.clearRect(0, 0, width, height)
    this.context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0)
    this.painter(this.context, frame)
    const corner = L.point(frame.left * frame.scale, frame.top * frame.scale)
    L.DomUtil.setTransform(this.canvas, corner.subtract(this._map.getPixelOrigin()).round(), 1)
  }

  private frameOf(width: number, height: number, ratio: number): Frame {
    const scale = tile * 2 ** this._map.getZoom()
    const middle = this._map.project(this._map.getCenter(), this._map.getZoom())
    // Whole pixels, so that what is drawn stands as sharp as it was drawn.
    const left = Math.round(middle.x - width / 2)
    const top = Math.round(middle.y - height / 2)
    return { left: left / scale, top: top / scale, scale, width, height, ratio }
  }

  /** Draws during a long pan as soon as it would show more than was drawn. */
  private follow(): void {
    if (!this.drawn || this.drawn.zoom !== this._map.getZoom()) return
    const view = this.view()
    const { frame } = this.drawn
    const [x, y] = [(view.left - frame.left) * view.scale, (view.top - frame.top) * view.scale]
    if (x < 0 || y < 0 || x + view.width > frame.width || y + view.height > frame.height) this.redraw()
  }

  /** Shows what was drawn where a zoom under way has it. */
  private place(center: LatLng, zoom: number): void {
    if (!this.drawn) return
    const { frame } = this.drawn
    const scale = this._map.getZoomScale(zoom, this.drawn.zoom)
    const corner = L.point(frame.left * frame.scale, frame.top * frame.scale).multiplyBy(scale)
    const panes = L.DomUtil.getPosition(this._map.getPane('mapPane') as HTMLElement)
    const origin = this._map.project(center, zoom).subtract(this._map.getSize().divideBy(2)).add(panes).round()
    L.DomUtil.setTransform(this.canvas, corner.subtract(origin), scale)
  }
}

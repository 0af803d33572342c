import { reactive, readonly } from 'vue'

const MOST_ZOOM = 5
const DOUBLE_TAP_ZOOM = 2.5
/** A second tap counts as double within these. */
const DOUBLE_TAP_MS = 300
const DOUBLE_TAP_PX = 30
/** A drag shorter than this is a tap. */
const TAP_PX = 8
/** A drag this long turns the page or closes. */
const SWIPE_PX = 60

interface Point { readonly x: number, readonly y: number }

interface Listener {
  /** -1 when the picture before is wished for, 1 for the one after. */
  readonly turn: (by: 1 | -1) => void
  readonly close: () => void
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)

/**
 * One finger turns pages (or moves a zoomed picture), down closes, two zoom, a double tap zooms in and out. Points are
 * measured from the middle of the stage. Gives the transform to draw and the handlers for the stage's pointer events.
 */
export const useViewerGestures = (stage: () => HTMLElement | null, listener: Listener) => {
  const view = reactive({ zoom: 1, x: 0, y: 0, held: false })
  const fingers = new Map<number, Point>()
  let start: Point = { x: 0, y: 0 }
  let pinched = false
  let lastTap = { at: -Infinity, point: start }

  const reset = () => Object.assign(view, { zoom: 1, x: 0, y: 0 })

  const pointOf = (event: PointerEvent): Point => {
    const box = stage()?.getBoundingClientRect() ?? { left: 0, top: 0, width: 0, height: 0 }
    return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
  }

  /** Zooms so that what lies under `point` stays under it, and never lets the picture leave the stage. */
  const zoomTo = (wished: number, point: Point, moved: Point = { x: 0, y: 0 }) => {
    const zoom = Math.min(MOST_ZOOM, Math.max(1, wished))
    const { width, height } = stage()?.getBoundingClientRect() ?? { width: 0, height: 0 }
    const hold = (value: number, room: number) => Math.min(room, Math.max(-room, value))
    view.x = hold(point.x - (point.x - view.x) * (zoom / view.zoom) + moved.x, (width * (zoom - 1)) / 2)
    view.y = hold(point.y - (point.y - view.y) * (zoom / view.zoom) + moved.y, (height * (zoom - 1)) / 2)
    view.zoom = zoom
  }

  const down = (event: PointerEvent) => {
    const point = pointOf(event)
    if (fingers.size === 0) {
      start = point
      pinched = false
    }
    fingers.set(event.pointerId, point)
    stage()?.setPointerCapture?.(event.pointerId)
    view.held = true
  }

  const pinch = (event: PointerEvent, before: Point, point: Point) => {
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    if (!other) return
    pinched = true
    const middle = { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 }
    const moved = { x: (point.x - before.x) / 2, y: (point.y - before.y) / 2 }
    zoomTo(view.zoom * (distance(point, other) / Math.max(1, distance(before, other))), middle, moved)
  }

  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId)
    if (!before) return
    const point = pointOf(event)
    fingers.set(event.pointerId, point)
    if (fingers.size === 2) pinch(event, before, point)
    else if (view.zoom > 1) zoomTo(view.zoom, point, { x: point.x - before.x, y: point.y - before.y })
    else if (!pinched) Object.assign(view, { x: point.x - start.x, y: Math.max(0, point.y - start.y) })
  }

  const tap = (point: Point, at: number) => {
    const isDouble = at - lastTap.at < DOUBLE_TAP_MS && distance(point, lastTap.point) < DOUBLE_TAP_PX
    lastTap = { at: isDouble ? -Infinity : at, point }
    if (isDouble && view.zoom > 1) reset()
    else if (isDouble) zoomTo(DOUBLE_TAP_ZOOM, point)
  }

  const up = (event: PointerEvent) => {
    const point = fingers.get(event.pointerId)
    fingers.delete(event.pointerId)
    if (!point || fingers.size > 0) return
    view.held = false
    const drag = { x: point.x - start.x, y: point.y - start.y }
    if (view.zoom > 1) {
      if (!pinched && distance(point, start) < TAP_PX) tap(point, event.timeStamp)
      return
    }
    reset()
    if (pinched || event.type === 'pointercancel') return
    if (distance(point, start) < TAP_PX) tap(point, event.timeStamp)
    else if (Math.abs(drag.x) > SWIPE_PX && Math.abs(drag.x) > Math.abs(drag.y)) listener.turn(drag.x < 0 ? 1 : -1)
    else if (drag.y > SWIPE_PX * 1.5 && drag.y > Math.abs(drag.x)) listener.close()
  }

  const wheel = (event: WheelEvent) => {
    const box = stage()?.getBoundingClientRect() ?? { left: 0, top: 0, width: 0, height: 0 }
    const point = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
    zoomTo(view.zoom * Math.exp(-event.deltaY / 400), point)
  }

  return { view: readonly(view), reset, down, move, up, wheel }
}

import { cssColour, type Colour } from './map-colours'
import type { Cluster } from './marks-clusters'
import { inFrame, type Frame } from './projection'

export interface ClusterLook {
  readonly kinds: readonly Colour[]
  readonly surface: Colour
  readonly text: Colour
  readonly font: string
  readonly digits: (count: number) => string
}

/** Radius in CSS pixels: twice the records are a little more than a half wider, between a finger and a thumb. */
export const clusterRadius = (count: number): number => (count === 1 ? 9 : Math.min(30, 14 + Math.log2(count) * 1.6))

/** Draws one cluster as a ring of its kinds' shares around the number; a single record as a dot of its kind's colour. */
function paintOne(context: CanvasRenderingContext2D, { count, kinds }: Cluster, x: number, y: number, look: ClusterLook): void {
  const radius = clusterRadius(count)
  const circle = (size: number, fill: Colour) => {
    context.beginPath()
    context.arc(x, y, size, 0, 2 * Math.PI)
    context.fillStyle = cssColour(fill)
    context.fill()
  }
  circle(radius + 2, look.surface)
  let from = -Math.PI / 2
  kinds.forEach((share, kind) => {
    if (share === 0) return
    const to = from + (share / count) * 2 * Math.PI
    context.beginPath()
    context.moveTo(x, y)
    context.arc(x, y, radius, from, to)
    context.fillStyle = cssColour(look.kinds[kind] ?? look.text)
    context.fill()
    from = to
  })
  if (count === 1) return
  circle(radius - 5, look.surface)
  context.fillStyle = cssColour(look.text)
  context.fillText(look.digits(count), x, y + 0.5)
}

/** Draws the clusters of a frame, the largest last, so that none is hidden by a smaller one. */
export function paintClusters(context: CanvasRenderingContext2D, clusters: readonly Cluster[], frame: Frame, look: ClusterLook): void {
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.font = `600 12px ${look.font}`
  for (const cluster of [...clusters].reverse()) {
    const [x, y] = inFrame(frame, cluster.x, cluster.y)
    paintOne(context, cluster, x, y, look)
  }
}

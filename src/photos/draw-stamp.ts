import type { Size } from './picture-size'
import { layOutStamp } from './stamp-layout'

/** 70 % black leaves white text a contrast above 7:1 even over a white wall. */
const band = 'rgba(0, 0, 0, 0.7)'
const family = [
  '"PingFang SC"', '"HarmonyOS Sans SC"', '"Noto Sans CJK SC"', '"Noto Sans SC"', '"Source Han Sans SC"',
  '"Microsoft YaHei"', 'system-ui', 'sans-serif',
].join(', ')

/** Burns the lines into the lower left of a picture that is already drawn upright. */
export function drawStamp(context: OffscreenCanvasRenderingContext2D, lines: readonly string[], picture: Size): void {
  const font = (size: number) => `500 ${size}px ${family}`
  const layout = layOutStamp(lines, picture, (text, size) => {
    context.font = font(size)
    return context.measureText(text).width
  })
  if (layout === null) return
  context.resetTransform()
  context.fillStyle = band
  context.fillRect(layout.band.x, layout.band.y, layout.band.width, layout.band.height)
  context.font = font(layout.fontSize)
  context.textBaseline = 'middle'
  context.fillStyle = '#fff'
  for (const row of layout.rows) context.fillText(row.text, row.x, row.y)
}

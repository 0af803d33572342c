import type { Sha256 } from '@/domain/id'
import { longestSide, type MadePhoto } from '@/domain/photo'
import { decode, refuseLargeFile, type Decoded } from './decode'
import { drawStamp } from './draw-stamp'
import { isSideways, uprightMatrix } from './exif-orientation'
import { fitWithin } from './picture-size'
import { plainJpeg } from './plain-jpeg'

const webpQuality = 0.78
const jpegQuality = 0.8

async function sha256(bytes: BufferSource): Promise<Sha256> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') as Sha256
}

let webp: Promise<boolean> | null = null

/** Browsers without the encoder answer with PNG instead of an error; one pixel tells. */
const encodesWebp = () => (webp ??= (async () => {
  const pixel = new OffscreenCanvas(1, 1)
  pixel.getContext('2d')
  return (await pixel.convertToBlob({ type: 'image/webp' })).type === 'image/webp'
})())

function draw({ bitmap, orientation }: Decoded, stamp: readonly string[]): OffscreenCanvas {
  const stored = fitWithin(bitmap, longestSide)
  const upright = isSideways(orientation) ? { width: stored.height, height: stored.width } : stored
  const canvas = new OffscreenCanvas(upright.width, upright.height)
  const context = canvas.getContext('2d', { alpha: false })
  if (context === null) throw new Error('no 2d context')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = '#fff'
  context.fillRect(0, 0, upright.width, upright.height)
  context.setTransform(...uprightMatrix(orientation, stored.width, stored.height))
  context.drawImage(bitmap, 0, 0, stored.width, stored.height)
  drawStamp(context, stamp, upright)
  return canvas
}

/**
 * Makes the delivered picture: upright, small, stamped, and without any metadata: only pixels pass through the
 * canvas, and what an encoder adds is taken out. Throws Undecodable, or what the browser's decoder throws.
 */
export async function deliver(file: Blob, stamp: readonly string[]): Promise<MadePhoto> {
  refuseLargeFile(file)
  const source = new Uint8Array(await file.arrayBuffer())
  const sourceSha256 = await sha256(source)
  const decoded = await decode(file, source)
  try {
    const canvas = draw(decoded, stamp)
    const type = (await encodesWebp()) ? 'image/webp' : 'image/jpeg'
    const quality = type === 'image/webp' ? webpQuality : jpegQuality
    const encoded = await (await canvas.convertToBlob({ type, quality })).arrayBuffer()
    const bytes = type === 'image/jpeg' ? plainJpeg(encoded) : encoded
    return { bytes, sha256: await sha256(bytes), sourceSha256, type, width: canvas.width, height: canvas.height }
  } finally {
    decoded.bitmap.close()
  }
}

import { longestSide } from '@/domain/photo'
import { hideExif, readJpeg } from './jpeg-header'
import { fitWithin, readSize, type Size } from './picture-size'
import type { Orientation } from './exif-orientation'

/** A file larger than this in bytes is a video or a scan, not a picture of the field. */
const mostBytes = 64 * 1024 * 1024
/** Pixels beyond which decoding alone would take more memory than a phone gives a tab. */
const mostPixels = 200_000_000

/** Thrown where a file is no picture that can be delivered; becomes a failure at the worker's edge. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable'
  constructor(readonly code: 'unreadable' | 'tooLarge', detail: string) {
    super(detail)
  }
}

export interface Decoded {
  /** At most `longestSide` long when the size was known from the header; the caller closes it. */
  readonly bitmap: ImageBitmap
  /** How the bitmap must still be turned. */
  readonly orientation: Orientation
}

/** Only one side is asked for, so that the browser keeps the shape even where it turns the picture by itself. */
function resizing(size: Size): ImageBitmapOptions {
  const to = fitWithin(size, longestSide)
  if (to.width === size.width && to.height === size.height) return {}
  return size.width >= size.height
    ? { resizeWidth: to.width, resizeQuality: 'high' }
    : { resizeHeight: to.height, resizeQuality: 'high' }
}

export function refuseLargeFile(file: Blob): void {
  if (file.size > mostBytes) throw new Undecodable('tooLarge', `${file.size} bytes`)
}

/**
 * Decodes a picture at its delivered size: a phone's canvas cannot hold the camera's full size. `bytes` are the
 * file's and are changed. Throws Undecodable, or what the browser's decoder throws.
 */
export async function decode(file: Blob, bytes: Uint8Array<ArrayBuffer>): Promise<Decoded> {
  const jpeg = readJpeg(bytes)
  if (jpeg !== null && !jpeg.complete) throw new Undecodable('unreadable', 'cut short')
  const size = jpeg ?? readSize(bytes)
  if (size !== null && size.width * size.height > mostPixels) {
    throw new Undecodable('tooLarge', `${size.width}×${size.height}`)
  }
  if (jpeg !== null) hideExif(bytes, jpeg)
  const source = jpeg !== null && jpeg.exif.length > 0 ? new Blob([bytes], { type: 'image/jpeg' }) : file
  const bitmap = await createImageBitmap(source, size === null ? {} : resizing(size))
  return { bitmap, orientation: jpeg?.orientation ?? 1 }
}

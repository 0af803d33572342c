import { startDecoder, type Decoder } from './decoder'

interface Detector {
  detect(source: ImageBitmapSource): Promise<readonly { readonly rawValue: string }[]>
}
type DetectorClass = (new (options: { formats: readonly string[] }) => Detector) & {
  getSupportedFormats(): Promise<readonly string[]>
}

/** Reads the QR code of a picture, null when it shows none. */
export interface Scanner {
  read(source: HTMLVideoElement | ImageBitmap): Promise<string | null>
  stop(): void
}

/** Longer sides are made smaller first: a code fills much of a picture that somebody means to show. */
const longestSide = 1600

function pixels(source: HTMLVideoElement | ImageBitmap, most: number): ImageData | null {
  const [wide, high] = 'videoWidth' in source ? [source.videoWidth, source.videoHeight] : [source.width, source.height]
  if (wide === 0 || high === 0) return null
  const scale = Math.min(1, most / Math.max(wide, high))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(wide * scale)
  canvas.height = Math.round(high * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context?.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context?.getImageData(0, 0, canvas.width, canvas.height) ?? null
}

/** The browser's own detector; phones without Google's services have its name and no formats. */
async function nativeDetector(): Promise<Detector | null> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  const formats = await Native?.getSupportedFormats().catch((): string[] => []) ?? []
  return Native && formats.includes('qr_code') ? new Native({ formats: ['qr_code'] }) : null
}

/** A scanner by the browser's own detector, and by ours where that is missing, fails, or finds nothing in a still picture. */
export async function openScanner(): Promise<Scanner> {
  let detector = await nativeDetector()
  let decoder: Decoder | undefined
  return {
    async read(source) {
      const found = await detector?.detect(source).catch(() => (detector = null))
      if (found?.[0]) return found[0].rawValue
      const live = 'videoWidth' in source
      if (detector && live) return null
      const picture = pixels(source, live ? 960 : longestSide)
      decoder ??= startDecoder()
      return picture && decoder.read(picture)
    },
    stop: () => decoder?.stop(),
  }
}

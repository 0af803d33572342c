import { readBarcodes } from 'zxing-wasm/reader'

/** The text of the first QR code in a picture; null when there is none to be read. */
export async function readCode(picture: ImageData): Promise<string | null> {
  const [found] = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 })
  return found?.isValid ? found.text : null
}

import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

/** A QR code's pixels, dark on white, each module `scale` wide; turned by quarters. */
export function qrPixels(text: string, { scale = 6, quarters = 0 } = {}): ImageData {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const width = size * scale
  const pixels = new Uint8ClampedArray(width * width * 4)
  for (let y = 0; y < width; y += 1)
    for (let x = 0; x < width; x += 1) {
      let [row, column] = [Math.floor(y / scale), Math.floor(x / scale)]
      for (let n = 0; n < quarters; n += 1) [row, column] = [column, size - 1 - row]
      pixels.fill(data[row]?.[column] ? 20 : 240, (y * width + x) * 4, (y * width + x) * 4 + 3)
      pixels[(y * width + x) * 4 + 3] = 255
    }
  return { data: pixels, width, height: width, colorSpace: 'srgb' } as ImageData
}

function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), body])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** A PNG file of a QR code, as a person would keep one among their pictures. */
export function qrPng(text: string): Buffer {
  const { data, width, height } = qrPixels(text)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const lines = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.from([0]), Buffer.from(data.buffer, y * width * 4, width * 4)]))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(lines))), chunk('IEND', Buffer.alloc(0))])
}

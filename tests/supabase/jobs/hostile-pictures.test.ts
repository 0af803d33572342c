// @vitest-environment node
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkPicture } from '../../../supabase/jobs/check-picture.ts'
import { readPictureSize, readType } from '../../../supabase/jobs/picture-header.ts'
import { seeded } from '../../../supabase/demo/random.ts'
import { jpeg, lossyWebp } from './picture-bytes.ts'

const folder = new URL('../../../supabase/demo/photos/', import.meta.url)
const webp = new Uint8Array(readFileSync(new URL(readdirSync(folder)[0] ?? '', folder)))
const text = (words: string) => new TextEncoder().encode(words)
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

/** The manifest of somebody who lies well: it says of the bytes just what they seem to be. */
function manifestOf(bytes: Uint8Array) {
  const type = readType(bytes) ?? 'image/webp'
  const size = readPictureSize(bytes, type) ?? { width: 1, height: 1 }
  return { sha256: createHash('sha256').update(bytes).digest('hex'), type, bytes: bytes.length, ...size }
}

const tails = ['<script>alert(1)</script>', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', '<?php system($_GET[0]);', 'PK\x03\x04',
  '%PDF-1.7', 'MZ\x90\x00', '#!/bin/sh', '\x7fELF', 'GIF89a', '"><img src=x onerror=alert(1)>']
const chunk = (name: string, body: Uint8Array) =>
  join(text(name), Uint8Array.from([body.length & 255, body.length >> 8, 0, 0]), body, new Uint8Array(body.length % 2))
/** A WebP with a further chunk, its length put right. */
function withChunk(name: string, body: Uint8Array): Uint8Array {
  const bytes = join(webp, chunk(name, body))
  new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true)
  return bytes
}
const segment = (marker: number, body: Uint8Array) => join(Uint8Array.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body)
const withSegment = (marker: number, body: Uint8Array) => join(jpeg(800, 600).slice(0, 2), segment(marker, body), jpeg(800, 600).slice(2))

/** A thousand files that are no plain picture, the same each time. */
function corpus(): Uint8Array[] {
  const random = seeded('hostile pictures')
  const made: Uint8Array[] = []
  const bytesOf = (length: number) => new Uint8Array(random.bytes(length))
  for (let n = 0; made.length < 1000; n += 1) {
    const tail = text(`${tails[n % tails.length] ?? ''}${n}`)
    made.push(
      join(webp, tail), join(jpeg(800, 600), tail), tail, join(tail, webp), bytesOf(64 + n),
      withChunk('EXIF', join(text('Exif\0\0'), tail)), withChunk('XMP ', tail), withChunk(['ANIM', 'ANMF', 'JUNK', 'exif'][n % 4] ?? '', tail),
      withSegment(0xe1, join(text('Exif\0\0'), tail)), withSegment(0xfe, tail), withSegment(0xe3 + (n % 11), tail),
      withSegment(0xe0, join(text('JFXX\0'), tail)), webp.slice(0, webp.length - 1 - n), webp.slice(0, 12 + (n % 40)),
      lossyWebp(16_383, 16_383), jpeg(65_535, 65_535), jpeg(800, 600).slice(0, -1 - (n % 30)))
  }
  return made.slice(0, 1000)
}

describe('a thousand hostile files', () => {
  it('are refused, each of them, however well the manifest lies, and none brings the check down', () => {
    const files = corpus()
    expect(files).toHaveLength(1000)

    expect(files.filter((bytes) => checkPicture(bytes, manifestOf(bytes)) === '').map((bytes) => Buffer.from(bytes.slice(-40)).toString('latin1'))).toEqual([])
  })

  it('do not look like the pictures that are taken', () => {
    const verdicts = readdirSync(folder).filter((name) => name.endsWith('.webp')).map((name) => {
      const bytes = new Uint8Array(readFileSync(new URL(name, folder)))
      return checkPicture(bytes, manifestOf(bytes))
    })
    expect(verdicts.length).toBeGreaterThan(5)
    expect(new Set([...verdicts, checkPicture(jpeg(800, 600), manifestOf(jpeg(800, 600)))])).toEqual(new Set(['']))
  })
})

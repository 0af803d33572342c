import { describe, expect, it } from 'vitest'
import { plainJpeg } from '@/photos/plain-jpeg'
import { checkPicture } from '../../supabase/jobs/check-picture.ts'
import { createHash } from 'node:crypto'
import { jpeg } from '../supabase/jobs/picture-bytes.ts'

const segment = (marker: number, words: string) =>
  [0xff, marker, (words.length + 2) >> 8, (words.length + 2) & 255, ...new TextEncoder().encode(words)]
const plain = jpeg(800, 600)
const verdict = (bytes: Uint8Array) => checkPicture(bytes, {
  sha256: createHash('sha256').update(bytes).digest('hex'), type: 'image/jpeg', bytes: bytes.length, width: 800, height: 600 })

describe('a JPEG of a browser\'s encoder', () => {
  it('loses its Exif, XMP and comments, and is then what the server takes', () => {
    const full = Uint8Array.from([...plain.slice(0, 2), ...segment(0xe1, 'Exif\0\0MM'), ...segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0'),
      ...segment(0xfe, 'made by'), ...plain.slice(2)])
    expect(verdict(full)).toBe('not_plain')

    const made = new Uint8Array(plainJpeg(full.buffer))

    expect([...made]).toEqual([...plain])
    expect(verdict(made)).toBe('')
  })

  it('keeps its colour profile', () => {
    const coloured = Uint8Array.from([...plain.slice(0, 2), ...segment(0xe2, 'ICC_PROFILE\0ab'), ...plain.slice(2)])

    expect([...new Uint8Array(plainJpeg(coloured.buffer))]).toEqual([...coloured])
    expect(verdict(coloured)).toBe('')
  })

  it('is left alone where it is none', () => {
    const other = Uint8Array.from([1, 2, 3, 4, 5]).buffer
    expect(plainJpeg(other)).toBe(other)
  })
})

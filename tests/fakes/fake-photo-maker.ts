import { createHash } from 'node:crypto'
import { failed, success } from '../../src/domain/failure.ts'
import type { Sha256 } from '../../src/domain/id.ts'
import type { PhotoMaker } from '../../src/domain/ports.ts'

const hash = (bytes: ArrayBuffer) => createHash('sha256').update(new Uint8Array(bytes)).digest('hex') as Sha256

/** Makes a picture of any file by adding the stamp's lines to its bytes; an empty file is no picture. */
export const fakePhotoMaker: PhotoMaker = {
  async make(file, stamp) {
    const source = await file.arrayBuffer()
    if (source.byteLength === 0) return failed('unreadable')
    const bytes = await new Blob([source, stamp.join('\n')]).arrayBuffer()
    return success({
      bytes, sha256: hash(bytes), sourceSha256: hash(source), type: 'image/jpeg', width: 1600, height: 1200,
    })
  },
}

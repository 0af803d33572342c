import { createPhotoMaker } from '@/photos/make-photo'
import { readLuma, shrinkLuma } from './luma.ts'
import { structuralSimilarity } from './ssim.ts'

const maker = createPhotoMaker()

/** What both picture pages offer to the bench: the delivered bytes of a file. */
export interface PicturePage {
  make(file: Blob): Promise<ArrayBuffer>
}

/** What this page offers besides. */
export interface ComparingPage extends PicturePage {
  /** Structural similarity, on luma, of a delivered picture to its source shrunk to the same size without loss. */
  similarity(picture: Blob, source: Blob): Promise<number>
}

const bench: ComparingPage = {
  async make(file) {
    const made = await maker.make(file, [])
    if (!made.ok) throw new Error(made.failure.code)
    return made.value.bytes
  },
  async similarity(picture, source) {
    const delivered = await readLuma(picture)
    return structuralSimilarity(delivered, shrinkLuma(await readLuma(source), delivered.width, delivered.height))
  },
}

Object.assign(window, { bench })

import { MemoryFS } from '@electric-sql/pglite'

/** Where PGlite keeps its database. */
const home = '/pglite/data'
const block = 512

/**
 * The files of a database in memory, out of a folder that was written as one uncompressed tar. PGlite would unpack it
 * file by file; here each file is a view into the bytes, which belong to this database from now on.
 */
export class ImageFiles extends MemoryFS {
  readonly #image: Buffer

  constructor(image: Buffer) {
    super()
    this.#image = image
  }

  override initialSyncFs(): Promise<void> {
    const files = this.pg?.Module.FS
    if (files === undefined) throw new Error('PGlite has no files yet')
    files.mkdirTree(home)
    for (const { name, folder, bytes } of entriesOf(this.#image)) {
      const path = `${home}${name}`
      if (folder) files.mkdirTree(path)
      else files.createDataFile(path.slice(0, path.lastIndexOf('/')), path.slice(path.lastIndexOf('/') + 1), bytes, true, true, true)
    }
    return Promise.resolve()
  }
}

interface Entry { readonly name: string; readonly folder: boolean; readonly bytes: Buffer }

/** Names begin with a slash and parents come first, as PGlite writes them; two empty blocks end the tar. */
function* entriesOf(tar: Buffer): Generator<Entry> {
  const text = (from: number, length: number): string => tar.toString('latin1', from, from + length).replace(/\0.*$/s, '')
  for (let at = 0; tar[at] !== undefined && tar[at] !== 0;) {
    const body = at + block
    const size = parseInt(text(at + 124, 12), 8)
    yield { name: text(at, 100), folder: text(at + 156, 1) === '5', bytes: tar.subarray(body, body + size) }
    at = body + Math.ceil(size / block) * block
  }
}

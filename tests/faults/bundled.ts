import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Works on a module of this folder, by name, built into one file: with the libraries it needs in it, or without, and then where
 * they are found.
 */
async function withBundle<T>(name: string, libraries: boolean, work: (file: string) => T | Promise<T>): Promise<T> {
  const outDir = mkdtempSync(join(libraries ? tmpdir() : join(root, 'node_modules'), '.xingxun-faults-'))
  await build({
    root, configFile: false, logLevel: 'error', publicDir: false, resolve: { alias: { '@': join(root, 'src') } },
    ssr: libraries ? { noExternal: true, external: [...builtinModules] } : {},
    build: {
      ssr: join(root, 'tests/faults', `${name}.ts`), outDir, emptyOutDir: false, minify: false, target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'bundle.mjs', codeSplitting: false } },
    },
  })
  try {
    return await work(join(outDir, 'bundle.mjs'))
  } finally {
    rmSync(outDir, { recursive: true })
  }
}

/** Lines that are comments do not count: they name the folder that a library was found in. */
const digest = (...files: readonly string[]): string =>
  files.reduce((hash, file) => hash.update(readFileSync(file, 'utf8').replaceAll(/^\s*(\/\/|--).*$/gm, '')), createHash('sha256')).digest('hex').slice(0, 12)

/**
 * Imports a module of this folder, by name, with all it needs as one file: each `import()` of the product would else be
 * resolved anew by another thread, which takes as long as what is played. `code` is that file's hash.
 */
export const bundled = <T>(name: string): Promise<T & { readonly code: string }> =>
  withBundle(name, true, async (file) => ({ ...await import(pathToFileURL(file).href) as T, code: digest(file) }))

/** The same for what plays on the real SQL, whose libraries have files of their own; the schema counts for its code. */
export const bundledOnSql = <T>(name: string): Promise<T & { readonly code: string }> => {
  const schema = join(root, 'supabase/migrations')
  return withBundle(name, false, async (file) => ({
    ...await import(pathToFileURL(file).href) as T, code: digest(file, ...readdirSync(schema).sort().map((each) => join(schema, each))),
  }))
}

import { mkdtempSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Imports a module of this folder, by name, with all it needs as one file: each `import()` of the product would else be
 * resolved anew by another thread, which takes as long as what is played.
 */
export async function bundled<T>(name: string): Promise<T> {
  const outDir = mkdtempSync(join(tmpdir(), 'xingxun-faults-'))
  await build({
    root, configFile: false, logLevel: 'error', publicDir: false, resolve: { alias: { '@': join(root, 'src') } },
    ssr: { noExternal: true, external: [...builtinModules] },
    build: {
      ssr: join(root, 'tests/faults', `${name}.ts`), outDir, emptyOutDir: false, minify: false, target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'bundle.mjs', codeSplitting: false } },
    },
  })
  const module = await import(pathToFileURL(join(outDir, 'bundle.mjs')).href) as T
  rmSync(outDir, { recursive: true })
  return module
}

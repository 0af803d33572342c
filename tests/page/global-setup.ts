import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { build } from 'vite'
import { bundle, bundled, entry } from './happy-dom-bundle.ts'

/** Bundles happy-dom once per version. Runs at the same time make one each; the last one stays. */
export default async function setup(): Promise<void> {
  if (bundled()) return
  await mkdir(dirname(bundle), { recursive: true })
  const aside = await mkdtemp(join(dirname(bundle), 'part-'))
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: entry, outDir: aside, minify: false,
      rolldownOptions: { output: { format: 'cjs', codeSplitting: false, entryFileNames: basename(bundle) } },
    },
  })
  await rename(join(aside, basename(bundle)), bundle)
  await rm(aside, { recursive: true })
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const endings: (() => Promise<unknown>)[] = []

/** Runs `work` after the last test of the file; what was begun last ends first. */
export function atEnd(work: () => Promise<unknown>): void {
  endings.push(work)
}

/** Called after every file of tests: a hook of this module's own would be one of the first file that reads it. */
export async function endAll(): Promise<void> {
  for (const work of endings.splice(0).reverse()) await work()
}

/** An empty folder that goes with the test file. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'xingxun-test-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  return folder
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const endings: (() => Promise<unknown>)[] = []

/** Runs `work` after the last test of the file; what was begun last ends first. */
export function atEnd(work: () => Promise<unknown>): void {
  endings.push(work)
}

afterAll(async () => {
  for (const work of endings.reverse()) await work()
})

/** An empty folder that goes with the test file. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'xingxun-test-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  return folder
}

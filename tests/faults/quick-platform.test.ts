// @vitest-environment node
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

/** What a script says in a process of its own, on the platform as it is or on the quick one. */
function says(script: string, quick: boolean): string {
  const whole = `${quick ? "await import('./quick-platform.ts')\n" : ''}${script}`
  return execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', whole],
    { cwd: fileURLToPath(new URL('.', import.meta.url)), encoding: 'utf8' })
}
const onBoth = (script: string) => [false, true].map((quick) => says(script, quick))

it('runs tasks, and what each of them promises, in the order of the platform', () => {
  const [real, quick] = onBoth(`
    const say = (word) => () => console.log(word)
    setImmediate(() => {
      say('task 1')()
      queueMicrotask(say('first of task 1'))
      Promise.resolve().then(say('second of task 1')).then(say('fourth of task 1'))
      queueMicrotask(() => { say('third of task 1')(); setImmediate(say('task 4')) })
      setImmediate(say('task 3'))
    })
    setImmediate(say('task 2'))
    for (let n = 5; n < 1200; n += 1) setImmediate(async () => { say('task ' + n)(); await null; say('rest of task ' + n)() })
  `)

  expect(quick).toBe(real)
  expect(real?.split('\n')).toHaveLength(4 + 4 + 2 * 1195 + 1)
})

it('plays a schedule as the platform does: every request, text and picture', () => {
  const [real, quick] = onBoth(`
    const { modelScene, play } = await import('./play.ts')
    const { sha256Of } = await import('../make/payload.ts')
    const { world, schedule } = modelScene(20260508, 3)
    const { commands, found } = await play({ world, schedule })
    console.log(commands, JSON.stringify(found))
    // A device draws its id by lot.
    const plain = (text) => text.replaceAll(/"device_id":"[^"]*"/g, '')
    for (const { remote } of world.phones) for (const { name, what } of remote.requests) console.log(name, ...name === 'ledger' ? [] : what)
    for (const [id, { revisions }] of world.model.documents) for (const { revision, text } of revisions) console.log(id, revision, sha256Of(plain(text)))
    for (const [name, { state }] of world.model.pictures) console.log(name, state)
  `)

  expect(quick).toBe(real)
  expect(real).toMatch(/^push .*-/m)
})

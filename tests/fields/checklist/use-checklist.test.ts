import { createApp, defineComponent, nextTick, shallowRef, type ComputedRef } from 'vue'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container } from '../../../src/container.ts'
import type { ChecklistTemplate, PublishedChecklist } from '../../../src/domain/checklist/template.ts'
import { failed, success } from '../../../src/domain/failure.ts'
import { useChecklist } from '../../../src/fields/checklist/use-checklist.ts'
import { makeItem, makeTemplate } from '../../make/checklist.ts'

const list = (sha256: string, code = sha256): PublishedChecklist => ({ sha256, template: makeTemplate([makeItem('a')], { code }) })
const named = (template_sha256: string, template_version: number | null = 1) =>
  ({ template_code: template_sha256, template_version, template_sha256 })

/** The packs of a device, whose changes come in at once. */
function device(packs: Readonly<Record<string, { readonly checklists?: readonly PublishedChecklist[] }>>) {
  return {
    packs: { versions: async () => new Map(Object.keys(packs).map((key) => [key, '1'])), get: async (key: string) => packs[key] },
    preferences: { get: async () => undefined },
    watch: (read: () => Promise<unknown>, changed: (value: unknown) => void) => { void read().then(changed); return () => undefined },
  }
}

async function use(packs: Parameters<typeof device>[0], record: ReturnType<typeof named>, answer: () => unknown = () => failed('offline')) {
  const checklist = vi.fn(async () => answer())
  let template: ComputedRef<ChecklistTemplate | null> | undefined
  const app = createApp(defineComponent({ setup() {
    template = useChecklist(() => record)
    return () => null
  } }))
  app.provide(containerKey, { reports: { checklist }, remote: {}, workplace: shallowRef({ local: device(packs) }) } as unknown as Container)
  app.mount(document.createElement('div'))
  onTestFinished(() => app.unmount())
  for (let i = 0; i < 10; i += 1) { await Promise.resolve(); await nextTick() }
  return { code: template?.value?.code ?? null, asked: checklist.mock.calls }
}

const packs = { checklists: { checklists: [list('shipped')] }, 'county:1': { checklists: [list('own')] }, 'county:2': { checklists: [list('own')] } }

describe('the checklist that a record names', () => {
  it.each(['shipped', 'own'])('is the %s one out of the packs, for which nobody is asked', async (sha256) => {
    expect(await use(packs, named(sha256))).toEqual({ code: sha256, asked: [] })
  })

  it('is asked of the server where no pack holds it', async () => {
    expect(await use(packs, named('elsewhere', 3), () => success(list('elsewhere')))).toEqual({ code: 'elsewhere', asked: [['elsewhere', 3]] })
  })

  it('is none while there is no network, where another text comes, and where a record names none', async () => {
    expect((await use(packs, named('elsewhere'))).code).toBeNull()
    expect((await use(packs, named('elsewhere'), () => success(list('another')))).code).toBeNull()
    expect(await use(packs, named('', null))).toEqual({ code: null, asked: [] })
  })
})

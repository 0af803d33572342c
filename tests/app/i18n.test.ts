import { computed } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type * as Library from 'vue-i18n'
import type { Words } from '../../src/app/i18n.ts'

/** What the library was asked: the built app's cannot read a plain word. */
const asked: unknown[] = []
vi.mock('vue-i18n', async (load) => {
  const library = await load<typeof Library>()
  return {
    ...library,
    createI18n: (options: never) => {
      const made = library.createI18n<false>(options)
      const look = made.global.t.bind(made.global) as (...args: unknown[]) => string
      made.global.t = ((...args: unknown[]) => {
        asked.push(args[0])
        return look(...args)
      }) as typeof made.global.t
      return made
    },
  }
})

/** A module of its own for each test: the app has one language at a time. */
async function load() {
  vi.resetModules()
  return import('../../src/app/i18n.ts')
}
const words = (key: string): Words => ({
  'zh-CN': vi.fn(async () => ({ default: { [key]: { name: '中' } } })),
  en: vi.fn(async () => ({ default: { [key]: { name: 'En' } } })),
})

describe('the words of the app', () => {
  it('begin in Chinese, with those shared by all', async () => {
    const { i18n } = await load()

    expect(i18n.global.locale.value).toBe('zh-CN')
    expect(i18n.global.t('app.back')).toBe('返回')
  })

  it('of a part are fetched once, in the language chosen', async () => {
    const { addWords, i18n } = await load()
    const part = words('part')

    await addWords(part)
    await addWords(part)

    expect(i18n.global.t('part.name')).toBe('中')
    expect(part['zh-CN']).toHaveBeenCalledTimes(1)
    expect(part.en).not.toHaveBeenCalled()
  })

  it('stay whole when two parts of the app bring the same ones', async () => {
    const { addWords, i18n } = await load()
    const compiled = () => ({ t: 0, b: { t: 2, i: [{ t: 3, v: '共 ' }, { t: 4, k: 'count' }, { t: 3, v: ' 场' }] } })
    const part = (): Words => ({ 'zh-CN': async () => ({ default: { part: { sum: compiled() } } }), en: async () => ({ default: {} }) })

    await addWords(part(), part())

    expect(i18n.global.t('part.sum', { count: 3 })).toBe('共 3 场')
  })

  it('are texts where they take no values, whatever is given with them, in Chinese where English has none', async () => {
    const { addWords, i18n, setLocale } = await load()
    const compiled = { t: 0, b: { t: 2, i: [{ t: 4, k: 'count' }, { t: 3, v: ' items' }] } }

    await addWords({
      'zh-CN': async () => ({ default: { part: { name: '义诊', own: '条目', sum: '共若干项' } } }),
      en: async () => ({ default: { part: { own: 'Item', sum: compiled } } }),
    })
    await setLocale('zh-CN')
    await setLocale('en')

    expect(i18n.global.t('part.name')).toBe('义诊')
    expect([i18n.global.t('part.own'), i18n.global.t('part.own', { count: 2 }), i18n.global.t('part.own', 2)]).toEqual(['Item', 'Item', 'Item'])
    expect(i18n.global.t('part.sum', { count: 3 })).toBe('3 items')
    expect(i18n.global.te('part.own')).toBe(true)
    expect(asked).toContain('part.sum')
    expect(asked.filter((key) => key === 'part.own' || key === 'part.name')).toEqual([])
    expect(i18n.global.t('part.own.0')).toBe('part.own.0')
  })

  it('follow a change of language, on every part and on the page', async () => {
    const { addWords, i18n, setLocale } = await load()
    await addWords(words('part'))

    await setLocale('en')
    await addWords(words('later'))

    expect([i18n.global.t('part.name'), i18n.global.t('later.name'), i18n.global.t('app.back')]).toEqual(['En', 'En', 'Back'])
    expect(document.documentElement.lang).toBe('en')
    await setLocale('zh-CN')
    expect(i18n.global.t('later.name')).toBe('中')
  })

  it('are shown anew where they stand, when they come and when the language changes', async () => {
    const { addWords, i18n, setLocale } = await load()
    const shown = computed(() => i18n.global.t('part.name'))
    expect([shown.value, shown.value]).toEqual(['part.name', 'part.name'])

    await addWords(words('part'))
    expect(shown.value).toBe('中')
    await setLocale('en')
    expect(shown.value).toBe('En')
  })

  it('stay in the old language when the new one cannot be fetched', async () => {
    const { addWords, i18n, setLocale } = await load()
    await addWords({ ...words('part'), en: () => Promise.reject(new TypeError('offline')) })

    await expect(setLocale('en')).rejects.toThrow('offline')

    expect(i18n.global.locale.value).toBe('zh-CN')
    expect(i18n.global.t('part.name')).toBe('中')
  })
})

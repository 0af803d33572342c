// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../src/ui/tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')

type Values = Readonly<Record<string, string>>

/** The custom properties of the first block whose selector is given. */
const valuesOf = (selector: string): Values => {
  const start = css.indexOf(`${selector} {`)
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start))
  return Object.fromEntries([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]))
}

const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG contrast of two #rrggbb colours, 1 to 21. */
const contrast = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['page', 'surface', 'raised']
const inks = ['text', 'muted', 'accent', 'herb', 'info', 'success', 'warning', 'danger']
const softs = ['apricot-soft', 'accent-soft', 'herb-soft', 'info-soft', 'success-soft', 'warning-soft', 'danger-soft']

/** Every pair of text and ground that a component or a screen may use. */
const textPairs: readonly (readonly [string, string])[] = [
  ...grounds.flatMap((ground) => inks.map((ink) => [ink, ground] as const)),
  ...softs.map((soft) => ['text', soft] as const),
  ...softs.slice(1).map((soft) => [soft.replace('-soft', ''), soft] as const),
  ['text', 'sunken'], ['muted', 'sunken'],
  ['muted', 'herb-soft'], ['muted', 'accent-soft'],
  ['on-apricot', 'apricot'],
  ['accent-text', 'accent'],
  ['on-herb', 'herb'], ['on-herb', 'herb-press'],
  ['on-danger', 'danger'],
]

/** Lines that alone show where a control ends or that it is chosen. */
const linePairs: readonly (readonly [string, string])[] = [
  ...grounds.flatMap((ground) => ['line-strong', 'herb', 'accent', 'danger'].map((line) => [line, ground] as const)),
]

const light = valuesOf(':root')
const dark = valuesOf(':root[data-theme="dark"]')
const sunlight = valuesOf(':root[data-theme="sunlight"]')

describe.each([
  ['light', light, 4.5, 3],
  ['dark', { ...light, ...dark }, 4.5, 3],
  ['sunlight', { ...light, ...sunlight }, 7, 4.5],
])('the %s theme', (_name, values, text, line) => {
  const ratio = ([front, ground]: readonly [string, string]) =>
    contrast(values[`--color-${front}`] ?? '', values[`--color-${ground}`] ?? '')

  it.each(textPairs)(`writes %s on %s with ${text}:1 or more`, (...pair) => {
    expect(ratio(pair)).toBeGreaterThanOrEqual(text)
  })

  it.each(linePairs)(`draws %s on %s with ${line}:1 or more`, (...pair) => {
    expect(ratio(pair)).toBeGreaterThanOrEqual(line)
  })
})

it('gives the phone that asks for dark the same values as the person who does', () => {
  expect(valuesOf(':root:not([data-theme])')).toEqual(dark)
})

it('changes in a theme only what the light theme declares', () => {
  expect(Object.keys(light)).toEqual(expect.arrayContaining([...Object.keys(dark), ...Object.keys(sunlight)]))
})

it('gives sunlight thicker lines and no shadows', () => {
  expect(parseFloat(sunlight['--line'] ?? '')).toBeGreaterThan(parseFloat(light['--line'] ?? ''))
  expect([sunlight['--shadow-1'], sunlight['--shadow-2'], sunlight['--shadow-fruit']]).toEqual(['none', 'none', 'none'])
})

it('states text sizes in rem, so that they follow the phone', () => {
  const sizes = Object.entries(light).filter(([name]) => /^--text-/.test(name))
  expect(sizes).toHaveLength(6)
  expect(sizes.every(([, value]) => value.endsWith('rem'))).toBe(true)
})

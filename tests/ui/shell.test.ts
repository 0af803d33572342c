// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { icons } from '../../src/ui/icons'
import { fillShell, squeezeCss } from '../../src/ui/shell'

const read = (file: string) => readFileSync(new URL(`../../src/ui/${file}`, import.meta.url), 'utf8')
const words = { today: '今天', records: '记录', create: '新建', map: '地图', me: '我的', places: '主要位置' }
const shell = read('shell.css')
const tokens = read('tokens.css')

/** The custom properties declared in the first block behind `selector`. */
const valuesOf = (css: string, selector: string): Readonly<Record<string, string>> => {
  const start = css.indexOf(`${selector} {`)
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start))
  return Object.fromEntries([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]))
}

/** The shell's short names and the tokens they repeat. */
const tokenOf: Readonly<Record<string, string>> = {
  '--p': '--color-page', '--s': '--color-surface', '--t': '--color-text', '--m': '--color-muted', '--l': '--color-line',
  '--a': '--color-accent', '--as': '--color-accent-soft', '--f': '--color-apricot', '--of': '--color-on-apricot',
  '--w': '--line',
}

describe('shell.css', () => {
  it.each([':root', ':root:not([data-theme])', ':root[data-theme="dark"]', ':root[data-theme="sunlight"]'])(
    'repeats the tokens of %s',
    (selector) => {
      // AppFrame writes the labels of the bar in plain text colour in sunlight.
      const expected = { ...valuesOf(tokens, selector), ...(selector.includes('sunlight') && { '--color-muted': '#000000' }) }
      for (const [name, value] of Object.entries(valuesOf(shell, selector))) {
        expect([name, value]).toEqual([name, expected[tokenOf[name] as keyof typeof expected]])
      }
    },
  )

  it('declares in the light theme every colour it uses', () => {
    const used = [...shell.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name)
    expect(Object.keys(valuesOf(shell, ':root'))).toEqual(expect.arrayContaining(used))
  })

  it('stays within 2.5 kB in the head of the page', () => {
    expect(Buffer.byteLength(squeezeCss(shell))).toBeLessThanOrEqual(2500)
  })
})

describe('shell.html', () => {
  const html = fillShell(read('shell.html'), words)

  it('shows the heading and the five places', () => {
    expect(html).toContain('<h1>今天</h1>')
    expect(['今天', '记录', '新建', '地图', '我的'].every((word) => html.includes(`</b>${word}`))).toBe(true)
    expect(html).not.toContain('{{')
  })

  it('draws the icons of the kit', () => {
    expect(html.match(/ d="[^"]+"/g)).toEqual(
      [icons.today, icons.records, icons.plus, icons.map, icons.me].map((path) => ` d="${path}"`),
    )
  })

  it('carries nothing that the content security policy refuses', () => {
    expect(html).not.toMatch(/ style=| on\w+=|<script/)
  })

  it('fails on a place it does not know', () => {
    expect(() => fillShell('{{tomorrow}}', words)).toThrow('tomorrow')
    expect(() => fillShell('{{icon:dragon}}', words)).toThrow('icon:dragon')
  })
})

// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { icons } from '../../src/ui/icons'
import { fillShell } from '../../src/ui/shell'

const read = (file: string) => readFileSync(new URL(`../../src/ui/${file}`, import.meta.url), 'utf8')
const words = { today: '今天', records: '记录', create: '新建', map: '地图', me: '我的', places: '主要位置' }

describe('shell.html', () => {
  const html = fillShell(read('shell.html'), words)

  it('shows the heading and the five places', () => {
    expect(html).toContain('<h1 class="x-head-title">今天</h1>')
    expect(['今天', '记录', '新建', '地图', '我的'].every((word) => html.includes(`<span class="x-bar-label">${word}</span>`))).toBe(true)
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

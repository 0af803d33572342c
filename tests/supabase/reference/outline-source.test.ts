import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ownShapes } from '../../../supabase/reference/outline-source.ts'

/** A file with one polygon of a code. */
function fileWith(properties: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'xingxun-shapes-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'own.geojson')
  const geometry = { type: 'Polygon', coordinates: [[[107, 28], [108, 28], [108, 29], [107, 28]]] }
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties, geometry }] }))
  return path
}

describe('shapes of an authority\'s own', () => {
  it('are a county\'s with six digits, a township\'s with nine', () => {
    expect(ownShapes(fileWith({ CODE: 520326, name: '务川' }), 'CODE', 'wgs84', 6)).toMatchObject([{ code: '520326', name: '务川', prefecture: '5203', datum: 'wgs84' }])
    expect(ownShapes(fileWith({ CODE: '520326101', name: '丰乐镇' }), 'CODE', 'gcj02', 9)).toMatchObject([{ code: '520326101', prefecture: '5203' }])
  })

  it.each([[{ CODE: '520326' }, 9], [{ CODE: '520326101' }, 6], [{ CODE: '52032610a' }, 9], [{ NAME: '520326101' }, 9]] as const)('are refused with %j where %i digits are asked for', (properties, digits) => {
    expect(() => ownShapes(fileWith(properties), 'CODE', 'wgs84', digits)).toThrow(`no code of ${digits} digits`)
  })
})

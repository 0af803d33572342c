import { describe, expect, it } from 'vitest'
import { formatDeviceTime, stampLines, type StampFacts } from '../../src/domain/stamp.ts'

const facts: StampFacts = {
  origin: 'camera',
  takenAt: new Date('2026-03-05T06:08:09.700Z'),
  position: { lng: 107.9, lat: 28.52, accuracy_m: 11.2, at: '2026-03-05T06:08:01Z' },
  organisation: '示范县中医院',
  shortNumber: '义诊-7K3F',
  words: { deviceTime: '设备时间', noPosition: '无定位', gallery: '相册', accuracy: (metres) => `±${metres} 米` },
  utcOffset: 480,
}

describe('stamp lines', () => {
  it('say device time with its offset, position with accuracy, organisation and number', () => {
    expect(stampLines(facts)).toEqual([
      '设备时间 2026-03-05 14:08:09 UTC+08:00',
      '28.52000°N 107.90000°E ±12 米',
      '示范县中医院',
      '义诊-7K3F',
    ])
  })

  it('say so when there was no fix', () => {
    expect(stampLines({ ...facts, position: null })[1]).toBe('无定位')
  })

  it('of a gallery picture say it is one and claim neither time nor position', () => {
    expect(stampLines({ ...facts, origin: 'gallery' })).toEqual(['相册', '示范县中医院', '义诊-7K3F'])
  })

  it('leave out what is not known', () => {
    expect(stampLines({ ...facts, takenAt: null, organisation: ' ' })).toEqual([
      '28.52000°N 107.90000°E ±12 米', '义诊-7K3F',
    ])
  })

  it('write offsets west of UTC and of odd minutes', () => {
    const at = new Date('2026-03-05T00:30:00Z')

    expect(formatDeviceTime(at, -210)).toBe('2026-03-04 21:00:00 UTC-03:30')
    expect(formatDeviceTime(at, 345)).toBe('2026-03-05 06:15:00 UTC+05:45')
    expect(formatDeviceTime(at, 0)).toBe('2026-03-05 00:30:00 UTC+00:00')
  })

  it('take the device’s own zone when none is given', () => {
    const at = new Date('2026-03-05T00:30:00Z')

    expect(formatDeviceTime(at)).toBe(formatDeviceTime(at, -at.getTimezoneOffset()))
  })
})

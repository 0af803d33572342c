import type { PhotoOrigin } from './photo'
import { formatPoint, type Fix } from './place'

/** The stamp's words in the language of the device. */
export interface StampWords {
  readonly deviceTime: string
  readonly noPosition: string
  readonly gallery: string
  /** `±12 米` */
  readonly accuracy: (metres: number) => string
}

export interface StampFacts {
  readonly origin: PhotoOrigin
  readonly takenAt: Date | null
  readonly position: Fix | null
  readonly organisation: string
  /** The number this device gave the record. */
  readonly shortNumber: string
  readonly words: StampWords
  /** Minutes east of UTC; the device's own zone at `takenAt` when absent. */
  readonly utcOffset?: number
}

const two = (value: number) => String(value).padStart(2, '0')

/** `2026-03-05 14:08:09 UTC+08:00`: the clock on the wall and how far it is from UTC. */
export function formatDeviceTime(at: Date, utcOffset: number = -at.getTimezoneOffset()): string {
  const wall = new Date(at.getTime() + utcOffset * 60_000).toISOString()
  const minutes = Math.abs(utcOffset)
  const offset = `${utcOffset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  return `${wall.slice(0, 10)} ${wall.slice(11, 19)} UTC${offset}`
}

/**
 * The lines to burn into a picture: only what is true at the shutter. A gallery picture says that it is one and
 * claims neither time nor position, whatever else was passed.
 */
export function stampLines(facts: StampFacts): readonly string[] {
  const { origin, takenAt, position, words } = facts
  const who = [facts.organisation, facts.shortNumber].map((line) => line.trim())
  const lines = origin === 'gallery'
    ? [words.gallery, ...who]
    : [
        takenAt === null ? '' : `${words.deviceTime} ${formatDeviceTime(takenAt, facts.utcOffset)}`,
        position === null
          ? words.noPosition
          : `${formatPoint(position)} ${words.accuracy(Math.ceil(position.accuracy_m))}`,
        ...who,
      ]
  return lines.filter((line) => line !== '')
}

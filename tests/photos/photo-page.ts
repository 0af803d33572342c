import { randomUUID } from 'node:crypto'
import { openFixturePage, type FixturePage } from './fixture-page.ts'
import type { Fixture, Made } from './fixture/main.ts'

type FixtureWindow = { fixture: Fixture }

export interface PhotoPage extends Pick<FixturePage, 'page' | 'reopen' | 'close'> {
  /** Sends bytes through the real pipeline. */
  make(bytes: Uint8Array, stamp?: readonly string[]): Promise<Made>
  /** Colours of a picture at points given as shares of width and height. */
  colours(bytes: Uint8Array, points: readonly (readonly [number, number])[]): Promise<number[][]>
}

/** The capture pipeline, built as in the app, in Chromium. */
export async function openPhotoPage(): Promise<PhotoPage> {
  const fixture = await openFixturePage(new URL('./fixture/', import.meta.url))
  const { page, reopen, close } = fixture
  const give = (bytes: Uint8Array) => {
    const path = `/given/${randomUUID()}`
    fixture.give(path, bytes)
    return path
  }
  return {
    page,
    reopen,
    close,
    make: (bytes, stamp = []) =>
      page.evaluate(([url, lines]) => (window as unknown as FixtureWindow).fixture.make(url, lines),
        [give(bytes), stamp] as const),
    colours: (bytes, points) =>
      page.evaluate(([url, at]) => (window as unknown as FixtureWindow).fixture.colours(url, at),
        [give(bytes), points] as const),
  }
}

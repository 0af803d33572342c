import type { Decoded, ToDecode } from './decode-worker'

/** Reads QR codes in a worker of its own, so that the picture of the camera does not stand still. */
export interface Decoder {
  /** The text in a picture, null without one. Throws `DecoderMissing` where the decoder does not run. */
  read(picture: ImageData): Promise<string | null>
  stop(): void
}

/** The decoder could not be fetched or is not allowed to run. */
export class DecoderMissing extends Error {}

export function startDecoder(): Decoder {
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, (answer: Decoded) => void>()
  let count = 0
  let broken = false
  const answerAll = () => {
    broken = true
    for (const [nth, answer] of waiting) answer({ nth, text: null, failed: true })
    waiting.clear()
  }
  worker.onerror = answerAll
  worker.onmessage = ({ data }: MessageEvent<Decoded>) => {
    waiting.get(data.nth)?.(data)
    waiting.delete(data.nth)
  }
  return {
    async read(picture) {
      if (broken) throw new DecoderMissing()
      const nth = (count += 1)
      const { text, failed } = await new Promise<Decoded>((resolve) => {
        waiting.set(nth, resolve)
        worker.postMessage({ nth, picture } satisfies ToDecode)
      })
      if (failed) throw new DecoderMissing()
      return text
    },
    stop() {
      worker.terminate()
      answerAll()
    },
  }
}

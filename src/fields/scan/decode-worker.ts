import { prepareZXingModule } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { readCode } from './read-code'

/** One picture to read. Each is answered by one `Decoded`, in order. */
export interface ToDecode {
  readonly nth: number
  readonly picture: ImageData
}
/** `failed`: the decoder itself does not run here. */
export interface Decoded {
  readonly nth: number
  readonly text: string | null
  readonly failed: boolean
}

// WebAssembly needs a word of the content security policy. This worker alone has it, by its own headers; the page has not.
const scope = self as unknown as DedicatedWorkerGlobalScope
const ready = prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })

scope.onmessage = ({ data: { nth, picture } }: MessageEvent<ToDecode>) => {
  const post = (text: string | null, failed: boolean) => scope.postMessage({ nth, text, failed } satisfies Decoded)
  void ready.then(() => readCode(picture)).then((text) => post(text, false), () => post(null, true))
}

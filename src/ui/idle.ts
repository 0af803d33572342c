/** Milliseconds after which work is done though the page is never idle. */
const patience = 500
/** Milliseconds that a browser without idle times is given to answer a tap and paint. */
const pause = 50

/** Runs `work` once what was drawn has been painted and nothing else waits; gives what calls it off. */
export function whenIdle(work: () => void): () => void {
  let idle = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => {
    if (typeof requestIdleCallback === 'function') idle = requestIdleCallback(work, { timeout: patience })
    else timer = setTimeout(work, pause)
  })
  return () => {
    cancelAnimationFrame(frame)
    if (idle) cancelIdleCallback(idle)
    clearTimeout(timer)
  }
}

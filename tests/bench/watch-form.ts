/** Where a form has its questions and answers, as selectors. */
export interface FormLook {
  readonly question: string
  /** Within a question: what is tapped to choose; the first one is yes. */
  readonly choice: string
  /** Within a question, once the form itself has taken an answer. */
  readonly marked: string
  readonly submit: string
  /** What is tapped to get on where not all questions are in the page at once. */
  readonly next: string | null
  /** Questions in the page when all of its first page stand. */
  readonly stand: number
}

export interface FormWatch {
  /** Milliseconds from the navigation on until all questions of the first page stood there. */
  stood: number | null
  /** … until the first one, scrolled to and tapped as soon as it stood, showed its answer on the screen. */
  opened: number | null
  /** The worst of all taps since it was set to 0: until its handlers began, and until the next frame was painted. */
  delay: number
  duration: number
}

declare global {
  interface Window {
    benchForm?: FormWatch
  }
}

/**
 * Runs in the page before its own scripts: looks once a frame, and answers the first question as soon as it stands.
 * Must not use anything from outside itself.
 */
export function watchForm({ look, answer }: { look: FormLook; answer: boolean }): void {
  if (!/^https?:$/.test(location.protocol)) return
  const watch: FormWatch = { stood: null, opened: null, delay: 0, duration: 0 }
  window.benchForm = watch

  const note = (name: 'stood' | 'opened') => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => (watch[name] ??= performance.now())
    port2.postMessage(null)
  }
  let [tapped, stands, answered] = [false, false, !answer]
  const seek = () => {
    const questions = [...document.querySelectorAll(look.question)].filter((each) => each.querySelector(look.choice))
    const [first] = questions
    if (first && !stands && questions.length >= look.stand) {
      stands = true
      note('stood')
    }
    if (first && !tapped) {
      tapped = true
      first.scrollIntoView({ block: 'center', behavior: 'instant' })
      if (answer) first.querySelector<HTMLElement>(look.choice)?.click()
    } else if (!answered && first?.querySelector(look.marked)) {
      answered = true
      note('opened')
    }
    if (!stands || !answered) requestAnimationFrame(seek)
  }
  requestAnimationFrame(seek)

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceEventTiming[]) {
      if (!/^(pointerdown|pointerup|click)$/.test(entry.name)) continue
      watch.delay = Math.max(watch.delay, entry.processingStart - entry.startTime)
      watch.duration = Math.max(watch.duration, entry.duration)
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
}

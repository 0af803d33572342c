/**
 * What the pretended disk and its library ask of the platform thousands of times a schedule, in the same order and for
 * less. Importing it replaces the globals of this process: only where schedules are played on the model, before all else.
 */

/** Runs what was promised by now, as the platform does between two tasks of its own. */
const settle = (process as unknown as { _tickCallback(): void })._tickCallback

const laterForReal = globalThis.setImmediate
let tasks: (() => void)[] = []
let planned = false

/** Task after task, each with all that it promised, those that come meanwhile too; the loop has a turn now and then. */
function runMany(): void {
  let at = 0
  try {
    while (at < tasks.length && at < 500) {
      const task = tasks[at++] as () => void
      task()
      settle()
    }
  } finally {
    tasks = tasks.slice(at)
    planned = tasks.length > 0
    if (planned) laterForReal(runMany)
  }
}

/** The tasks of the disk: nothing but `task`, which cannot be called off. */
const later = (task: () => void): void => {
  tasks.push(task)
  if (planned) return
  planned = true
  laterForReal(runMany)
}

const { then } = Promise.prototype
const settled = Promise.resolve()

/** A signal that nothing listens to: the pretended disk takes it and looks at it never. */
class QuietAbortController {
  readonly signal = { aborted: false }
  abort(): void {
    this.signal.aborted = true
  }
}

const { defineProperty, getOwnPropertyDescriptor } = Object
const isPromise = (object: unknown, key: unknown) => object === globalThis && key === 'Promise'

/**
 * The library of the disk puts its own promise in the place of the platform's and back, some thousand times a schedule. To
 * set a global is to define it anew as it was, without looking it up as a name.
 */
Object.defineProperty = <T>(object: T, key: PropertyKey, how: PropertyDescriptor & ThisType<unknown>): T => {
  if (!isPromise(object, key)) return defineProperty(object, key, how)
  globalThis.Promise = how.value as PromiseConstructor
  return object
}
Object.getOwnPropertyDescriptor = (object: unknown, key: PropertyKey) => (isPromise(object, key)
  ? { value: globalThis.Promise, writable: true, enumerable: false, configurable: true } : getOwnPropertyDescriptor(object, key))

Object.assign(globalThis, {
  setImmediate: later,
  queueMicrotask: (work: () => void): void => { void Reflect.apply(then, settled, [work]) },
  AbortController: QuietAbortController,
})

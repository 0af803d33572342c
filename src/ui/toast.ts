import { readonly, shallowRef } from 'vue'
import type { Tone } from './tone'

export interface ToastRequest {
  readonly text: string
  readonly tone?: Tone | undefined
  /** An undo, or a way to what the toast tells of. */
  readonly action?: { readonly label: string, readonly run: () => void } | undefined
  /** How long it stays: 4 s, 8 s with an action. */
  readonly seconds?: number | undefined
}

export interface ShownToast extends ToastRequest {
  readonly key: number
}

/** More than three would cover what the person is doing. */
const MOST = 3

const shown = shallowRef<readonly ShownToast[]>([])
const timers = new Map<number, ReturnType<typeof setTimeout>>()
let last = 0

const dismiss = (key?: number) => {
  for (const toast of shown.value) {
    if (key !== undefined && toast.key !== key) continue
    clearTimeout(timers.get(toast.key))
    timers.delete(toast.key)
  }
  shown.value = key === undefined ? [] : shown.value.filter((toast) => toast.key !== key)
}

const start = (toast: ShownToast) => {
  const seconds = toast.seconds ?? (toast.action ? 8 : 4)
  timers.set(toast.key, setTimeout(() => dismiss(toast.key), seconds * 1000))
}

/** Shows a toast and gives the key to dismiss it with. */
const show = (request: ToastRequest): number => {
  const toast = { ...request, key: ++last }
  shown.value.slice(0, Math.max(0, shown.value.length - MOST + 1)).forEach(({ key }) => dismiss(key))
  shown.value = [...shown.value, toast]
  start(toast)
  return toast.key
}

/** While a finger, a mouse or the focus is on it, a toast stays. */
const hold = (key: number) => clearTimeout(timers.get(key))
const letGo = (key: number) => {
  const toast = shown.value.find((other) => other.key === key)
  if (toast) start(toast)
}

/** The toasts of the app; `ToastHost` draws them. Without a key, `dismiss` clears all. */
export const useToast = () => ({ toasts: readonly(shown), show, dismiss, hold, letGo })

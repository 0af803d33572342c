import { inject, provide, ref, type InjectionKey, type Ref } from 'vue'

const key: InjectionKey<Ref<number>> = Symbol('waiting entries')

/** For the page around a form: how many have signed in and wait for the author's word, as far as the form below has heard. */
export function provideWaiting(): Ref<number> {
  const waiting = ref(0)
  provide(key, waiting)
  return waiting
}

/** Where the form says how many wait; heard by nobody outside such a page. */
export const useWaiting = (): Ref<number> => inject(key, () => ref(0), true)

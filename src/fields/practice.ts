import { inject, provide, readonly, ref, type InjectionKey, type Ref } from 'vue'

const key: InjectionKey<Readonly<Ref<boolean>>> = Symbol('practice')
const real = readonly(ref(false))

export const providePractice = (practice: Readonly<Ref<boolean>>): void => provide(key, practice)

/** Whether the record whose form this field stands in is one for practice; false outside a form. */
export const usePractice = (): Readonly<Ref<boolean>> => inject(key, real)

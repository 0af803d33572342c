import { shallowRef, ref } from 'vue'
import { useWorkplace } from '@/container'
import type { RescueOpener } from './use-rescue'

type Rescue = Awaited<ReturnType<RescueOpener>>
type Answer = Awaited<ReturnType<Rescue['check']>>
type Refused = Extract<Answer, { readonly refusal: unknown }>
type Checked = Exclude<Answer, Refused>

/** The steps of an import: a file is read to its end, its content shown, and only then taken in and sent. */
export function useRescueImport(rescue: RescueOpener) {
  const { sync } = useWorkplace()
  const checked = shallowRef<Checked | null>(null)
  const refused = shallowRef<Refused | null>(null)
  const done = shallowRef<Awaited<ReturnType<Rescue['takeIn']>> | null>(null)
  const busy = ref(false)
  /** Why the store or the browser could not do it; empty while it can. */
  const failed = ref('')

  const forget = () => {
    checked.value = refused.value = done.value = null
  }
  const working = async (work: () => Promise<void>) => {
    busy.value = true
    failed.value = ''
    try {
      await work()
    } catch (error) {
      failed.value = String(error)
    } finally {
      busy.value = false
    }
  }
  return {
    checked, refused, done, busy, failed, forget,
    check: (file: File, passphrase: string) => working(async () => {
      forget()
      const answer = await (await rescue()).check(file, passphrase)
      if ('refusal' in answer) refused.value = answer
      else checked.value = answer
    }),
    takeIn: () => working(async () => {
      if (!checked.value) return
      done.value = await (await rescue()).takeIn(checked.value)
      sync.soon()
    }),
  }
}

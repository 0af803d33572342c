import { onScopeDispose, readonly, ref, type Ref } from 'vue'
import { useContainer } from '@/container'
import { addDays, chinaDay, chinaInstant, type Day } from '@/domain/day'

/** The day in China, live: a page that stays open over the night, or lay in the background, has the new one. */
export function useToday(): Readonly<Ref<Day>> {
  const { clock } = useContainer()
  const read = () => chinaDay(new Date(clock.now()))
  const today = ref(read())
  let timer: ReturnType<typeof setTimeout> | undefined
  function look(): void {
    clearTimeout(timer)
    today.value = read()
    timer = setTimeout(look, Date.parse(chinaInstant(addDays(today.value, 1), '00:00')) - clock.now())
  }
  look()
  // Timers of a page in the background come late or not at all.
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
  })
  return readonly(today)
}

import { onScopeDispose } from 'vue'
import { useContainer } from '@/container'

type Rescue = Awaited<ReturnType<ReturnType<typeof useContainer>['rescue']>>

/** The rescue of the signed-in person's records, opened when it is first asked for and closed with the page. */
export function useRescue(): () => Promise<Rescue> {
  const { rescue } = useContainer()
  let opened: Promise<Rescue> | undefined
  onScopeDispose(() => void opened?.then((each) => each.close()))
  return () => {
    opened ??= rescue().catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }
}

export type RescueOpener = ReturnType<typeof useRescue>

/** How much waits to be taken out. */
export type Standing = Awaited<ReturnType<Rescue['standing']>>

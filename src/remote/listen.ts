import { failed, success, type Result } from '@/domain/failure'
import type { AreaId } from '@/domain/id'
import type { Server } from './client'

/** Milliseconds to wait for a channel before it counts as not to be had. */
const patience = 15_000

/**
 * Listens for changes of an area's totals on its private channel (supabase/schemas/78_live.sql), whose messages carry
 * nothing. Gives the way to stop once the server has let us in; `notFound` where the deployment has no Realtime, else as
 * the channel failed. `lost` is called once when it breaks later.
 */
export async function listen(
  open: () => Promise<Server | null>, area: AreaId, changed: () => void, lost: () => void,
): Promise<Result<() => void>> {
  const server = await open()
  if (!server) return failed('offline')
  if (!server.config.realtime) return failed('notFound')
  const { client } = server
  await client.realtime.setAuth()
  const channel = client.channel(`area:${area}`, { config: { private: true } })
  let leaving = false
  const stop = () => {
    leaving = true
    void client.removeChannel(channel)
  }
  return new Promise((resolve) => {
    let settled = false
    channel.on('broadcast', { event: 'changed' }, () => changed()).subscribe((state, error) => {
      if (state === 'SUBSCRIBED' && !settled) {
        settled = true
        resolve(success(stop))
      } else if (state !== 'SUBSCRIBED') {
        if (settled) {
          if (!leaving) lost()
          return
        }
        settled = true
        stop()
        resolve(failed(state === 'CHANNEL_ERROR' ? 'forbidden' : 'busy', { detail: error?.message ?? state }))
      }
    }, patience)
  })
}

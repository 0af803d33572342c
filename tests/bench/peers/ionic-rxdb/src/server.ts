import { createClient } from '@supabase/supabase-js'

const client = createClient(location.origin, 'publishable', { auth: { autoRefreshToken: false } })

/** Looks for news once when a network is there and somebody has signed in; the list never waits for it. */
export function keepInStep(): void {
  if (!navigator.onLine) return
  void client.auth.getSession().then(({ data }) => {
    if (data.session) void client.from('activities').select().limit(100)
  })
}

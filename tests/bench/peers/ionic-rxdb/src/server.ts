import { createClient } from '@supabase/supabase-js'
import type { RxCollection } from 'rxdb/plugins/core'
import { replicateSupabase } from 'rxdb/plugins/replication-supabase'
import type { Activity } from '../../activity'

const client = createClient(location.origin, 'publishable', { auth: { autoRefreshToken: false } })

/** Keeps the collection and the server alike while a network is there and somebody has signed in; no list waits for it. */
export function keepInStep(collection: RxCollection<Activity>): void {
  if (!navigator.onLine) return
  void client.auth.getSession().then(({ data }) => {
    if (!data.session) return
    replicateSupabase({
      replicationIdentifier: 'activities',
      collection,
      client,
      tableName: 'activities',
      live: false,
      pull: { batchSize: 100 },
      push: { batchSize: 100 },
    })
  })
}

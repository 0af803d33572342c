import { makeActivity } from '../../activity'
import { openDatabase } from '../src/database'

/** Fills the app's own database, apart from the app's own code, so that a first visit can meet a filled list. */
const { activities } = await openDatabase()
await activities.bulkUpsert(Array.from({ length: 200 }, (_, number) => makeActivity(number)))
await activities.database.close()
document.documentElement.dataset.done = 'seed'

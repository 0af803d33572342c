import { encode, decode } from './codec'
import type { DeviceDatabase } from './database'

/** What was pulled already may have been passed over: everything is pulled afresh. For a transaction that holds `cursors`. */
export const rewind = ({ cursors }: DeviceDatabase) => cursors.toCollection().modify((row) => {
  Object.assign(row, encode({ ...decode(row), xid: '0' }))
})

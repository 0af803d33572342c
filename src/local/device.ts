import type { Connection } from './connection'
import { decode, encode } from './codec'

/** What this device calls itself for this person, and how far it has counted. */
export interface Device {
  readonly id: string
  /** Four letters and digits that stand in every short number made here. */
  readonly code: string
  readonly records: number
  readonly sealed: number
}

const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const key = 'device'

const born = (random: (bytes: number) => Uint8Array): Device => ({
  id: Array.from(random(12), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  code: Array.from(random(4), (byte) => alphabet[byte % alphabet.length]).join(''),
  records: 0,
  sealed: 0,
})

export interface DeviceBook {
  read(): Promise<Device>
  /** Counts one up, in a transaction of its own: a number is never given out twice, though one may be lost. */
  next(counter: 'records' | 'sealed'): Promise<Device>
}

export const openDeviceBook = ({ use }: Connection, random: (bytes: number) => Uint8Array): DeviceBook => {
  const change = (update: (device: Device) => Device) =>
    use((database) =>
      database.transaction('rw', database.preferences, async () => {
        const row = await database.preferences.get(key)
        const device = update(row ? (decode(row) as Device) : born(random))
        await database.preferences.put({ key, ...encode<unknown>(device) })
        return device
      }),
    )
  return {
    read: () => change((device) => device),
    next: (counter) => change((device) => ({ ...device, [counter]: device[counter] + 1 })),
  }
}

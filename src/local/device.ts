import type { Device } from '@/domain/device'
import type { Connection } from './connection'
import { decode, encode } from './codec'

const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** The preference with the device's row. */
export const deviceKey = 'device'

const born = (random: (bytes: number) => Uint8Array): Device => ({
  id: Array.from(random(12), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  code: Array.from(random(4), (byte) => alphabet[byte % alphabet.length]).join(''),
  records: 0,
  sealed: 0,
})

export interface DeviceBook {
  read(): Promise<Device>
  /** Keeps what `update` makes of it, in a transaction of its own: a number is never given out twice. */
  change(update: (device: Device) => Device): Promise<Device>
}

export const openDeviceBook = ({ use }: Connection, random: (bytes: number) => Uint8Array): DeviceBook => {
  const change = (update: (device: Device) => Device) =>
    use((database) =>
      database.transaction('rw', database.preferences, async () => {
        const row = await database.preferences.get(deviceKey)
        const device = update(row ? (decode(row) as Device) : born(random))
        await database.preferences.put({ key: deviceKey, ...encode<unknown>(device) })
        return device
      }),
    )
  return { read: () => change((device) => device), change }
}

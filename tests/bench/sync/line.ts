import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A line to the server that counts what passes and may take its time. */
export interface Line {
  readonly address: string
  /** Bytes of requests and of answers, with their headers, since the last call. */
  takeBytes(): { readonly up: number; readonly down: number }
  /** From here on a round trip takes so many milliseconds more. */
  slowTo(roundTrip: number): void
  stop(): Promise<void>
}

/** Passes each piece on after so many milliseconds, in order. */
function pass(from: Socket, to: Socket, wait: () => number, count: (bytes: number) => void): void {
  const later = (work: () => void) => (wait() > 0 ? void setTimeout(work, wait()) : work())
  from.on('data', (piece) => {
    count(piece.length)
    later(() => { if (!to.destroyed) to.write(piece) })
  })
  from.on('end', () => later(() => to.end()))
  from.on('error', () => to.destroy())
  from.on('close', () => later(() => to.destroy()))
}

/** Opens a line to the server at an address, with a round-trip time in milliseconds on top of the machine's own. */
export async function openLine(server: string, roundTrip = 0): Promise<Line> {
  const { hostname, port } = new URL(server)
  let bytes = { up: 0, down: 0 }
  let wait = roundTrip / 2
  const sockets = new Set<Socket>()
  const listener = createServer((phone) => {
    const far = connect(Number(port), hostname)
    for (const socket of [phone, far]) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    pass(phone, far, () => wait, (count) => { bytes.up += count })
    pass(far, phone, () => wait, (count) => { bytes.down += count })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    takeBytes() {
      const taken = bytes
      bytes = { up: 0, down: 0 }
      return taken
    },
    slowTo: (milliseconds) => { wait = milliseconds / 2 },
    stop: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy()
      listener.close(() => resolve())
    }),
  }
}

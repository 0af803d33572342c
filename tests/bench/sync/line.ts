import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A line to the server that counts what passes and may take its time. */
export interface Line {
  readonly address: string
  /** Bytes of requests and of answers, with their headers, since the last call. */
  takeBytes(): { readonly up: number; readonly down: number }
  stop(): Promise<void>
}

/** Passes each piece on after `wait` milliseconds, in order. */
function pass(from: Socket, to: Socket, wait: number, count: (bytes: number) => void): void {
  const later = wait > 0 ? (work: () => void) => void setTimeout(work, wait) : (work: () => void) => work()
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
  const sockets = new Set<Socket>()
  const listener = createServer((phone) => {
    const far = connect(Number(port), hostname)
    for (const socket of [phone, far]) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    pass(phone, far, roundTrip / 2, (count) => { bytes.up += count })
    pass(far, phone, roundTrip / 2, (count) => { bytes.down += count })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    takeBytes() {
      const taken = bytes
      bytes = { up: 0, down: 0 }
      return taken
    },
    stop: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy()
      listener.close(() => resolve())
    }),
  }
}

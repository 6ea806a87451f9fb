import { connect, type Socket } from 'node:net'

/** Opens a connection to a port of this machine. @returns undefined if nobody takes it */
export function connectTo(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    const fail = () => resolve(undefined)
    socket.once('error', fail)
    socket.once('connect', () => {
      socket.off('error', fail)
      resolve(socket)
    })
  })
}

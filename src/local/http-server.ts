import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ServerAddress {
  readonly host: string
  /** 0 is any free one. */
  readonly port: number
}

/** @returns the port. Rejects with Node's own error if it is taken. */
export async function openServer(server: Server, { host, port }: ServerAddress): Promise<number> {
  server.on('request', (_, response: ServerResponse) => {
    // Once the server closes, a connection must not wait for a further request.
    response.once('close', () => server.listening || setImmediate(() => server.closeIdleConnections()))
  })
  server.listen(port, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Takes no new connection, and waits for what is under way. @param graceMs after that, it is cut off */
export async function closeServer(server: Server, graceMs?: number): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  const late = graceMs === undefined ? undefined : setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(late)
}

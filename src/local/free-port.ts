import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** TCP ports, no two the same, on which nothing listens on this machine now. */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  // All are held until the last is found.
  await Promise.all(servers.map((server) => once(server.listen(0, '127.0.0.1'), 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}

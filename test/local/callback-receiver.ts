import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Callback {
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Takes what is posted to it, answering with the status that its path names (200 without). */
export async function startReceiver() {
  const received: Callback[] = []
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, text: await text(request) })
    response.writeHead(Number(request.url?.slice(1) || 200)).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    received,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

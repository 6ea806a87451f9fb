import { get, type IncomingMessage } from 'node:http'

/** What a probe saw: ready, with all workers or some, or not, by the function's own word; nobody there; no answer in time. */
export type ProbeResult = 'ready' | 'short-staffed' | 'not-ready' | 'refused' | 'silent'

/** How many workers serve, of those that there should be, such as 1/2. Other runtimes do not send it. */
const WORKERS_HEADER = 'x-vouch-workers'

/** Asks a function on this machine, over a connection of its own, whether `path` answers 200. */
export function probe(port: number, path: string, timeoutMs: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false, timeout: timeoutMs }, (response) => {
      response.resume()
      resolve(readReadiness(response))
    })
    request.on('timeout', () => request.destroy(new Error('no answer in time')))
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'silent'))
  })
}

function readReadiness({ statusCode, headers }: IncomingMessage): ProbeResult {
  if (statusCode !== 200) return 'not-ready'
  const [serving, wanted] = String(headers[WORKERS_HEADER] ?? '').split('/')
  return Number(serving) < Number(wanted) ? 'short-staffed' : 'ready'
}

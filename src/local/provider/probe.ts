import { get } from 'node:http'

/** What a probe saw: ready or not by the function's own word, nobody there, or no answer in time. */
export type ProbeResult = 'ready' | 'not-ready' | 'refused' | 'silent'

/** Asks a function on this machine, over a connection of its own, whether `path` answers 200. */
export function probe(port: number, path: string, timeoutMs: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false, timeout: timeoutMs }, (response) => {
      response.resume()
      resolve(response.statusCode === 200 ? 'ready' : 'not-ready')
    })
    request.on('timeout', () => request.destroy(new Error('no answer in time')))
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'silent'))
  })
}

import { Agent, request } from 'node:http'

/** What a number of clients, each with one request at a time, saw in one cell. */
export interface Load {
  readonly latenciesMs: number[]
  readonly failures: number
  readonly wallMs: number
}

/** Sends one body again and again from some clients, for a while. Loopback only. */
export async function load(
  url: string,
  body: Buffer,
  clients: number,
  durationMs: number,
  contentType = 'application/octet-stream',
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const startMs = performance.now()
  const latenciesMs: number[] = []
  let failures = 0
  const client = async () => {
    while (performance.now() - startMs < durationMs) {
      const sentMs = performance.now()
      if ((await post(url, body, agent, contentType)) === 200) latenciesMs.push(performance.now() - sentMs)
      else failures++
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  agent.destroy()
  return { latenciesMs, failures, wallMs: performance.now() - startMs }
}

/** @returns how long one GET took, in milliseconds */
export async function timeGet(url: string): Promise<number> {
  const sentMs = performance.now()
  await new Promise((resolve, reject) => {
    request(url, { agent: false }, (response) => response.resume().on('end', resolve))
      .on('error', reject)
      .end()
  })
  return performance.now() - sentMs
}

function post(url: string, body: Buffer, agent: Agent, contentType: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', agent, headers: { 'content-type': contentType } }, (response) =>
      response.resume().on('end', () => resolve(response.statusCode)),
    )
      .on('error', reject)
      .end(body)
  })
}

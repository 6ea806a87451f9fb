import { setTimeout as sleep } from 'node:timers/promises'
import { readPhoto } from '../runtime/photos.ts'
import type { Container } from './docker.ts'

const READY_POLL_MS = 10
const READY_LIMIT_MS = 60_000

export interface Answer {
  /** Undefined when the connection failed. */
  readonly status: number | undefined
  readonly contentType: string
  readonly isOfWatchdog: boolean
  readonly body: string
}

export const photo = readPhoto('coffee.png')

/** Sends one request; a connection that fails is an answer without a status. */
export async function call(url: string, body?: Uint8Array<ArrayBuffer>): Promise<Answer> {
  try {
    const response = await fetch(url, body === undefined ? {} : { method: 'POST', body })
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      isOfWatchdog: response.headers.get('x-openfaas-internal') !== null,
      body: await response.text(),
    }
  } catch {
    return { status: undefined, contentType: '', isOfWatchdog: false, body: '' }
  }
}

/** Each client sends the photo again and again while there is more to do. */
export async function sendPhotos(container: Container, clients: number, isMore: () => boolean): Promise<Answer[]> {
  const answers: Answer[] = []
  const client = async () => {
    while (isMore()) answers.push(await call(container.url(8080, '/'), photo))
  }
  await Promise.all(Array.from({ length: clients }, client))
  return answers
}

/** @returns the statuses of /_/ready in the order seen, without repetition, until it is 200 */
export async function waitUntilReady(container: Container): Promise<number[]> {
  const seen: number[] = []
  const end = performance.now() + READY_LIMIT_MS
  do {
    const { status } = await call(container.url(8080, '/_/ready'))
    if (status !== undefined && status !== seen.at(-1)) seen.push(status)
    if (status === 200) return seen
    await sleep(READY_POLL_MS)
  } while (performance.now() < end && (await container.isRunning()))
  const { function: lines } = await container.lines()
  throw new Error(`the function ended, or was not ready within 60 s; its last line: ${lines.at(-1)}`)
}

/** `200 x 40, 429 x 8`: how often each status came. */
export function countStatuses(answers: readonly Answer[]): string {
  const counts = Object.entries(Object.groupBy(answers, ({ status }) => `${status ?? 'no answer'}`))
  return counts.map(([status, same]) => `${status} x ${same?.length}`).join(', ')
}

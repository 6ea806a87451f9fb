import { readPhoto } from '../../test/runtime/photos.ts'
import type { Watchdog } from './watchdog.ts'

export interface Answer {
  /** Undefined when the connection failed. */
  readonly status: number | undefined
  readonly headers: Headers
  readonly body: string
  readonly durationMs: number
}

export const photo = readPhoto('coffee.png')

export async function call(
  { url }: Pick<Watchdog, 'url'>,
  path: string,
  { body, headers = {}, method = 'POST' }: { body?: Buffer<ArrayBuffer>; headers?: HeadersInit; method?: string } = {},
): Promise<Answer> {
  const startMs = performance.now()
  const init = { method, headers, ...(body && { body }) }
  const durationMs = () => performance.now() - startMs
  try {
    const response = await fetch(url + path, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text, durationMs: durationMs() }
  } catch (error) {
    return { status: undefined, headers: new Headers(), body: `${error}`, durationMs: durationMs() }
  }
}

/** Each of some clients sends the photo again and again while there is more to do. */
export async function sendPhotos(watchdog: Watchdog, clients: number, isMore: () => boolean): Promise<Answer[]> {
  const answers: Answer[] = []
  const client = async () => {
    while (isMore()) answers.push(await call(watchdog, '/', { body: photo }))
  }
  await Promise.all(Array.from({ length: clients }, client))
  return answers
}

export const isProblem = ({ status, headers }: Answer, expected: number) =>
  status === expected && headers.get('content-type') === 'application/problem+json'

export const isOfWatchdog = ({ headers }: Answer) => headers.get('x-openfaas-internal') !== null

export const isEmptyOfWatchdog = (answer: Answer, status: number) =>
  answer.status === status && answer.body === '' && isOfWatchdog(answer)

/** `200 x 40, 429 x 8`: how often each status came. */
export function countStatuses(answers: readonly Answer[]): string {
  const counts = Object.entries(Object.groupBy(answers, ({ status }) => `${status ?? 'no answer'}`))
  return counts.map(([status, same]) => `${status} x ${same?.length}`).join(', ')
}

/** `504 application/problem+json after 1.5 s`, or who else answered. */
export function describe(answer: Answer): string {
  const what = answer.body === '' ? 'empty' : answer.headers.get('content-type')
  const who = isOfWatchdog(answer) ? ' of of-watchdog' : ''
  return `${answer.status}, ${what}${who}`
}

import { createFunctionsClient } from '../../src/client/functions-client.ts'

const [REQUESTS, CLIENTS] = [5000, 8]

export interface Seen {
  readonly count: number
  /** The place of an answer among all answers. */
  readonly first: number
  readonly last: number
}

export interface Updates {
  readonly photo: Buffer
  /** After how many answers which version is deployed. */
  readonly updates: ReadonlyMap<number, string>
  update(version: string): Promise<void>
}

/**
 * Calls the image-classifier while it is deployed anew.
 *
 * @returns how often which answer came: its status and version, or what failed
 * @throws what `update` throws, as soon as it does
 */
export async function callAmidUpdates(
  gateway: string,
  { photo, updates, update }: Updates,
): Promise<Map<string, Seen>> {
  const [seen, running] = [new Map<string, Seen>(), [] as Promise<void>[]]
  const { classify } = createFunctionsClient(gateway, { connections: CLIENTS })
  const failure = Promise.withResolvers<never>()
  let [sent, answered] = [0, 0]
  const stop = (error: unknown) => {
    sent = REQUESTS
    failure.reject(error)
  }
  const client = async () => {
    while (sent++ < REQUESTS) {
      const answer = await classify(photo, { retry: false }).then(
        ({ model_version: version }) => `200, ${version}`,
        (error) => `${error.status ?? error.code}: ${error.message}`,
      )
      answered += 1
      const { count, first } = seen.get(answer) ?? { count: 0, first: answered }
      seen.set(answer, { count: count + 1, first, last: answered })
      const version = updates.get(answered)
      if (version !== undefined) running.push(update(version).catch(stop))
    }
  }
  const calls = Promise.all(Array.from({ length: CLIENTS }, client)).then(() => Promise.all(running))
  await Promise.race([calls, failure.promise])
  return seen
}

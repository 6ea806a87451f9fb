import { ConfigError } from '../errors.ts'

/**
 * A name that a log line can carry. An empty one would ask for the lines that have none.
 *
 * @param what whose name it is, for the message
 * @throws ConfigError when it is empty
 */
export function parseName(text: string, what: string): string {
  if (text === '') throw new ConfigError(`Expected the name of a ${what} but received ""`)
  return text
}

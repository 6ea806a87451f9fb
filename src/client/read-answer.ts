import type { Readable } from 'node:stream'
import type { FunctionAnswer } from './call-function.ts'
import { GatewayError } from './gateway-error.ts'

/** How a connection ends before the answer does. */
const BROKEN = new Set<unknown>(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'])

/**
 * Reads the body of an answer to its end.
 * @throws GatewayError when it breaks off or the time is over
 */
export async function readAnswer<T>(
  { functionName, body }: FunctionAnswer,
  read: (body: Readable) => Promise<T>,
): Promise<T> {
  try {
    return await read(body)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (!BROKEN.has(code)) throw cause
    throw new GatewayError(`The answer of ${functionName} broke off`, { cause, code })
  }
}

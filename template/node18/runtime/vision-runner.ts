import { type FunctionOptions, loadFunction, type Outcome } from './function.ts'
import { DEVICE } from './session.ts'
import type { Job } from './worker-messages.ts'

/**
 * Loads one of our handlers for this thread.
 *
 * @param onInfer is told the id of a job whose model run begins
 */
export async function loadVisionRunner(options: FunctionOptions, onInfer: (jobId: number) => void) {
  const loaded = await loadFunction(options)
  const run = ({ id, body, query, contentType }: Job): Promise<Outcome> => {
    const request = {
      body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      query: new URLSearchParams(query),
      contentType,
    }
    return loaded.run(request, () => onInfer(id))
  }
  return { run, device: DEVICE }
}

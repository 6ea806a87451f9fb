import { loadFunction } from './function.ts'
import type { Outcome } from './handler-call.ts'
import { createNativeGuard } from './native-guard.ts'
import { DEVICE } from './session.ts'
import { CELLS, type Job, type Progress, type WorkerSetUp } from './worker-messages.ts'

/** Loads one of our handlers for this thread. */
export async function loadVisionRunner(setUp: WorkerSetUp, progress: Progress) {
  const loaded = await loadFunction(setUp, createNativeGuard(progress))
  const running = new Map<number, AbortController>()
  const run = async (job: Job): Promise<Outcome> => {
    const { id, body, query, contentType, accept, requestId, trace, deadlineAtMs } = job
    const request = {
      body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      query: new URLSearchParams(query),
      contentType,
      accept,
    }
    const onBegin = () => Atomics.store(progress, CELLS.inferring, id)
    const controller = new AbortController()
    running.set(id, controller)
    const outcome = await loaded.run(request, { requestId, trace, deadlineAtMs, signal: controller.signal, onBegin })
    running.delete(id)
    return outcome
  }
  return { run, cancel: (id: number) => running.get(id)?.abort(), device: setUp.model === undefined ? '' : DEVICE }
}

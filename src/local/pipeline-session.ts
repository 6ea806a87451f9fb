import { join } from 'node:path'
import { createFunctionsClient } from '../client/functions-client.ts'
import { sendCalls } from '../client/send-calls.ts'
import { describeCalls } from './describe-calls.ts'
import { startProgress } from './progress.ts'

const CLIENTS = 2
const FACES = ['astronaut.png', 'grace.jpg'] as const
const CUT_OUT = ['chelsea.png', 'coffee.png', 'astronaut.png', 'grace.jpg'] as const

/**
 * Sends `total` pairs of faces to the fusion, which calls detector, encoder and swapper, and as many photos to the
 * remover, shows how it goes, and says what came back.
 */
export async function sendPipelineVisibly(
  root: string,
  gateway: string,
  total: number,
  signal: AbortSignal,
): Promise<void> {
  const client = createFunctionsClient(gateway, { connections: CLIENTS })
  const photo = (names: readonly string[], index: number) => join(root, 'photos', names[index % names.length] ?? '')
  const fuse = (turn: number) =>
    client.fuseFaces({ source: photo(FACES, turn), target: photo(FACES, turn + 1) }, { signal, retry: false })
  const remove = (turn: number) => client.removeBackground(photo(CUT_OUT, turn), { signal, retry: false })
  const progress = startProgress('Pipeline', 2 * total, process.stdout)
  const options = { total: 2 * total, clients: CLIENTS, onProgress: progress.update, signal }
  const result = await sendCalls(options, async (index) => {
    const answer = await (index % 2 === 0 ? fuse : remove)(Math.floor(index / 2))
    await answer.buffer()
  }).finally(progress.stop)
  process.stdout.write(`${describeCalls('calls of face-fusion and background-remover', CLIENTS, result)}\n`)
}

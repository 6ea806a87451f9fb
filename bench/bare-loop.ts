/** What the machine can do without a server: decode, crop and run in a loop, told by its own count of images and CPU time. */
import { resolve } from 'node:path'
import { decodeImage } from '#runtime/image'
import { cropCentre } from '#runtime/pixels'
import { loadSession } from '#runtime/session'
import { drawPhoto } from './photo.ts'

const [SIZE, COVER] = [224, 256]
const WEIGHTS = resolve(__dirname, '../models/efficientnet-lite0.f16.onnx')

async function main(): Promise<void> {
  const photo = await drawPhoto()
  const session = await loadSession(WEIGHTS)
  const classify = async () => {
    const picture = await decodeImage(photo, COVER, Number.MAX_SAFE_INTEGER)
    await session.run({ data: cropCentre(picture, SIZE), dims: [1, SIZE, SIZE, 3] }, ['probabilities'])
  }
  for (let warm = 0; warm < 20; warm++) await classify()
  process.on('message', async (durationMs: number) => {
    const [startMs, startCpu] = [performance.now(), process.cpuUsage()]
    let images = 0
    for (; performance.now() - startMs < durationMs; images++) await classify()
    const { user, system } = process.cpuUsage(startCpu)
    process.send?.({ images, cpuMs: (user + system) / 1000, wallMs: performance.now() - startMs })
  })
  process.send?.('ready')
}

void main()

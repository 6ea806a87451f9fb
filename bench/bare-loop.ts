/** What the machine can do without a server: decode, crop and run in a loop, told by its own count of images and CPU time. */
import { loadClassifier } from './classify.ts'
import { drawPhoto } from './photo.ts'

async function main(): Promise<void> {
  const photo = await drawPhoto()
  const classify = await loadClassifier()
  for (let warm = 0; warm < 20; warm++) await classify(photo)
  process.on('message', async (durationMs: number) => {
    const [startMs, startCpu] = [performance.now(), process.cpuUsage()]
    let images = 0
    for (; performance.now() - startMs < durationMs; images++) await classify(photo)
    const { user, system } = process.cpuUsage(startCpu)
    process.send?.({ images, cpuMs: (user + system) / 1000, wallMs: performance.now() - startMs })
  })
  process.send?.('ready')
}

void main()

import { join } from 'node:path'
import { PHOTO_MIX } from '../client/photo-mix.ts'
import { sendPhotos } from '../client/send-photos.ts'
import { describeCalls, listShares } from './describe-calls.ts'
import { startProgress } from './progress.ts'

const CLIENTS = 8
const FUNCTION = 'image-classifier'

/** Sends photos of the repository to the classifier, shows how it goes, and says what came back. */
export async function sendPhotosVisibly(
  root: string,
  gateway: string,
  total: number,
  signal: AbortSignal,
): Promise<void> {
  const progress = startProgress('Photos', total, process.stdout)
  const result = await sendPhotos({
    gateway,
    functionName: FUNCTION,
    photosFolder: join(root, 'photos'),
    mix: PHOTO_MIX,
    total,
    clients: CLIENTS,
    onProgress: progress.update,
    signal,
  }).finally(progress.stop)
  const classes = Object.entries(result.byClass).sort(([a, most], [b, least]) => least - most || (a < b ? -1 : 1))
  process.stdout.write(`${describeCalls('photos', CLIENTS, result)}\nClasses: ${listShares(classes, result.sent)}.\n`)
}

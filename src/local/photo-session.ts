import { join } from 'node:path'
import { PHOTO_MIX } from '../client/photo-mix.ts'
import { type SendResult, sendPhotos } from '../client/send-photos.ts'
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
  process.stdout.write(`${describe(result)}\n`)
}

function describe({ sent, byStatus, byClass, durationMs, ratePerSecond }: SendResult): string {
  const seconds = (durationMs / 1000).toFixed(1)
  const classes = Object.entries(byClass).sort(([a, most], [b, least]) => least - most || (a < b ? -1 : 1))
  return [
    `${sent} photos by ${CLIENTS} clients in ${seconds} s, ${ratePerSecond.toFixed(0)} a second.`,
    `Statuses: ${list(Object.entries(byStatus), sent)}.`,
    `Classes: ${list(classes, sent)}.`,
  ].join('\n')
}

function list(counts: readonly [string, number][], total: number): string {
  return counts.map(([name, count]) => `${name} ${count} (${((100 * count) / total).toFixed(1)} %)`).join(', ')
}

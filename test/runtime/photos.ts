import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export type PhotoName = 'astronaut.png' | 'chelsea.png' | 'coffee.png' | 'grace.jpg' | 'rocket.jpg'

/** Reads one of the project's photos. */
export function readPhoto(name: PhotoName): Buffer<ArrayBuffer> {
  return readFileSync(resolve(__dirname, '../../photos', name))
}

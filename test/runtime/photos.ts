import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Reads one of the project's photos. */
export function readPhoto(
  name: 'astronaut.png' | 'chelsea.png' | 'coffee.png' | 'grace.jpg' | 'rocket.jpg',
): Buffer<ArrayBuffer> {
  return readFileSync(resolve(__dirname, '../../photos', name))
}

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where Vouch itself lies: the folder of its package.json, whether this runs from source or compiled. */
export function packageFolder(): string {
  let folder = __dirname
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

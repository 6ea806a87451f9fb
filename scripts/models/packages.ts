import { readFileSync } from 'node:fs'
import { gunzipSync, unzipSync } from 'fflate'
import { parseTar } from 'nanotar'

function readZip(file: Uint8Array, member: string): Uint8Array | undefined {
  return unzipSync(file, { filter: ({ name }) => name === member })[member]
}

function readTgz(file: Uint8Array, member: string): Uint8Array | undefined {
  return parseTar(gunzipSync(file)).find(({ name }) => name === member)?.data
}

/**
 * One file out of a wheel, an npm tarball or a source distribution of Python.
 * @throws Error when the package does not hold it
 */
export function readMember(path: string, member: string): Uint8Array {
  const file = readFileSync(path)
  const content = /\.(tgz|tar\.gz)$/.test(path) ? readTgz(file, member) : readZip(file, member)
  if (!content) throw new Error(`Expected ${member} in ${path} but received a package without it`)
  return content
}

import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CutOut } from './cut-outs.ts'

export const PEER = '@imgly/background-removal-node'

/** Opens the peer: its own runtime, model and decoding; PNG as ours. */
export function openPeer(folder: string): CutOut {
  const home = join(resolve(folder), 'node_modules', PEER)
  const { removeBackground } = require(home) as {
    removeBackground(photo: Blob, config: { readonly publicPath: string }): Promise<Blob>
  }
  const config = { publicPath: `${pathToFileURL(join(home, 'dist'))}/` }
  return async (photo) => {
    const type = photo[0] === 0xff ? 'image/jpeg' : 'image/png'
    const cut = await removeBackground(new Blob([Uint8Array.from(photo)], { type }), config)
    return Buffer.from(await cut.arrayBuffer())
  }
}

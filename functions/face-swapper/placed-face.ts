import type { Frame } from './draw-mesh.ts'
import type { Layout } from './layout.ts'

/** A face that lies ready to be drawn over one of the target. */
export interface PlacedFace {
  readonly layout: Layout
  /** For each point of the mesh, 1 where what is drawn is known, 0 where it had to be guessed. */
  readonly known: readonly number[]
  /** @returns RGB, rows of the frame */
  draw(frame: Frame): Uint8Array
}

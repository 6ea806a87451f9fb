import type { Mesh, Point3 } from '#runtime/face-mesh'
import { measureArea, type Triangle } from './triangulate.ts'

/** A rectangle of cells over a picture: cell (0, 0) begins at (left, top), and each is `cell` pixels wide and high. */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly cell: number
}

/** Called for each cell whose centre a triangle covers: (x, y, z) is the place on the drawn mesh's counterpart. */
type Plot = (at: number, x: number, y: number, z: number) => void

/**
 * Goes through the cells that a mesh covers, and says for each what point of another mesh lies there: piecewise affine.
 * What is seen from behind is left out, and what is nearer comes later.
 *
 * @param mesh in pixels of the picture that the frame lies on
 * @param counterpart the same points elsewhere
 */
export function drawMesh(
  mesh: Mesh,
  counterpart: Mesh,
  triangles: readonly Triangle[],
  frame: Frame,
  plot: Plot,
): void {
  const { left, top, cell } = frame
  const points = mesh.map(([x, y, z]): Point3 => [(x - left) / cell, (y - top) / cell, z])
  const depth = (triangle: Triangle) => triangle.reduce((sum, index) => sum + (points[index] as Point3)[2], 0)
  for (const triangle of triangles.toSorted((a, b) => depth(b) - depth(a))) {
    const [a, b, c] = triangle.map((index) => points[index]) as [Point3, Point3, Point3]
    const [p, q, r] = triangle.map((index) => counterpart[index]) as [Point3, Point3, Point3]
    const area = measureArea(a, b, c)
    if (area > 0) drawTriangle([a, b, c], [p, q, r], area, frame, plot)
  }
}

type Corners = readonly [Point3, Point3, Point3]

function drawTriangle([a, b, c]: Corners, [p, q, r]: Corners, area: number, frame: Frame, plot: Plot): void {
  const { width, height } = frame
  const firstX = Math.max(0, Math.ceil(Math.min(a[0], b[0], c[0]) - 0.5))
  const lastX = Math.min(width - 1, Math.floor(Math.max(a[0], b[0], c[0]) - 0.5))
  const firstY = Math.max(0, Math.ceil(Math.min(a[1], b[1], c[1]) - 0.5))
  const lastY = Math.min(height - 1, Math.floor(Math.max(a[1], b[1], c[1]) - 0.5))
  for (let y = firstY; y <= lastY; y++) {
    for (let x = firstX; x <= lastX; x++) {
      const [u, v] = [x + 0.5, y + 0.5]
      const ofA = ((b[0] - u) * (c[1] - v) - (b[1] - v) * (c[0] - u)) / area
      const ofB = ((c[0] - u) * (a[1] - v) - (c[1] - v) * (a[0] - u)) / area
      const ofC = 1 - ofA - ofB
      if (ofA < 0 || ofB < 0 || ofC < 0) continue
      const mix = (axis: 0 | 1 | 2) => ofA * p[axis] + ofB * q[axis] + ofC * r[axis]
      plot(y * width + x, mix(0), mix(1), mix(2))
    }
  }
}

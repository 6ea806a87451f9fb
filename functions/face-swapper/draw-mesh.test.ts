import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Mesh } from '#runtime/face-mesh'
import { drawMesh } from './draw-mesh.ts'
import type { Triangle } from './triangulate.ts'

const SQUARE: Mesh = [
  [0, 0, 0],
  [8, 0, 0],
  [8, 8, 0],
  [0, 8, 0],
]
const HALVES: readonly Triangle[] = [
  [0, 1, 2],
  [0, 2, 3],
]
const FRAME = { left: 0, top: 0, width: 8, height: 8, cell: 1 }

function draw(mesh: Mesh, counterpart: Mesh, triangles = HALVES, frame = FRAME) {
  const places = new Map<number, readonly [number, number]>()
  drawMesh(mesh, counterpart, triangles, frame, (at, x, y) => places.set(at, [x, y]))
  return places
}

describe('drawMesh', () => {
  it('covers every cell of a square, and says where each lies on the counterpart', () => {
    const places = draw(
      SQUARE,
      SQUARE.map(([x, y, z]) => [x * 2 + 1, y / 2, z]),
    )
    assert.equal(places.size, 64)
    const [x, y] = places.get(3 * 8 + 5) as [number, number]
    assert.ok(Math.abs(x - 12) < 1e-9 && Math.abs(y - 1.75) < 1e-9, `${x}, ${y}`)
  })

  it('counts in cells of the frame, and goes no further than its border', () => {
    const places = draw(SQUARE, SQUARE, HALVES, { left: 4, top: -2, width: 3, height: 3, cell: 2 })
    assert.deepEqual(
      [...places.keys()].toSorted((a, b) => a - b),
      [3, 4, 6, 7],
    )
    assert.deepEqual(places.get(3), [5, 1])
  })

  it('leaves out what is seen from behind', () => {
    assert.equal(draw(SQUARE, SQUARE, [[0, 2, 1]]).size, 0)
  })

  it('lets what is nearer to the camera come last', () => {
    const near = SQUARE.map(([x, y]) => [x, y, -5] as const)
    const both = [...HALVES.map(([a, b, c]): Triangle => [a + 4, b + 4, c + 4]), ...HALVES]
    const marked: Mesh = [...SQUARE.map(() => [1, 1, 0] as const), ...near.map(() => [2, 2, 0] as const)]
    const places = draw([...SQUARE, ...near], marked, both)
    assert.ok([...places.values()].every(([x]) => Math.abs(x - 2) < 1e-9))
  })
})

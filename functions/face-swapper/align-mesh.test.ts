import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Mesh, Point3 } from '#runtime/face-mesh'
import { alignMesh } from './align-mesh.ts'

const MESH: Mesh = Array.from({ length: 40 }, (_, index): Point3 => {
  const angle = index * 2.4
  return [30 * Math.cos(angle), index, 12 * Math.sin(angle * 1.7)]
})

/** Around the upright axis, as a head turns; then twice as large, and elsewhere. */
function turn(mesh: Mesh, angle: number): Mesh {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
  return mesh.map(([x, y, z]) => [2 * (x * cosine + z * sine) + 5, 2 * y - 9, 2 * (z * cosine - x * sine) + 3])
}

function measureMost(a: Mesh, b: Mesh): number {
  return Math.max(
    ...a.map((point, index) => Math.hypot(...point.map((value, axis) => value - (b[index]?.[axis] as number)))),
  )
}

describe('alignMesh', () => {
  for (const degrees of [0, 30, 75, -60]) {
    it(`finds a mesh that was turned by ${degrees} degrees, enlarged and moved`, () => {
      const to = turn(MESH, (degrees * Math.PI) / 180)
      assert.ok(measureMost(alignMesh(MESH, to), to) < 1e-6)
    })
  }

  it('does not mirror', () => {
    const mirrored = MESH.map(([x, y, z]): Point3 => [-x, y, z])
    assert.ok(measureMost(alignMesh(MESH, mirrored), mirrored) > 5)
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Point3 } from '#runtime/face-mesh'
import { cutTexture, sampleTexture } from './texture.ts'

function paint(side: number) {
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, index) => {
    const at = Math.floor(index / 3)
    return [at % side, Math.floor(at / side), 50][index % 3] as number
  })
  return { pixels, width: side, height: side, channels: 3 } as const
}

const MESH = Array.from(
  { length: 468 },
  (_, index): Point3 => [60 + (index % 22) * 4, 60 + Math.floor(index / 22) * 4, index],
)

describe('cutTexture', () => {
  for (const needed of [1000, 60]) {
    it(`keeps each point of the mesh on its colour when ${needed} pixels are needed`, () => {
      const { picture, mesh } = cutTexture({ picture: paint(200), mesh: MESH }, needed)
      assert.equal(picture.width, needed === 60 ? 60 : 179)
      const colour = new Uint8Array(3)
      MESH.forEach(([x, y], index) => {
        const [u, v] = mesh[index] as Point3
        sampleTexture(picture, u, v, colour, 0)
        assert.ok(Math.abs((colour[0] as number) + 0.5 - x) < 2 && Math.abs((colour[1] as number) + 0.5 - y) < 2)
      })
    })
  }
})

describe('sampleTexture', () => {
  const colour = new Uint8Array(6)

  it('mixes the pixels around a place, and writes where it is told', () => {
    sampleTexture(paint(8), 3, 4.5, colour, 3)
    assert.deepEqual([...colour], [0, 0, 0, 3, 4, 50])
  })

  it('takes the nearest pixel outside', () => {
    sampleTexture(paint(8), 99, -5, colour, 0)
    assert.deepEqual([...colour.subarray(0, 3)], [7, 0, 50])
  })
})

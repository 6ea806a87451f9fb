import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cropAroundFace, layMesh, MESH_SIZE, type Point3, readFivePoints } from './face-mesh.ts'
import type { HandlerTools } from './handler.ts'
import { applyAffine, type Point } from './similarity.ts'

function face(leftEye: Point, rightEye: Point) {
  return { box: [20, 30, 60, 94], landmarks: [leftEye, rightEye] } as const
}

function roundPoint(point: readonly number[]): number[] {
  return point.map((value) => Math.round(value * 1000) / 1000 + 0)
}

describe('cropAroundFace', () => {
  it('is a square of 1.5 times the longer side around the middle of the box', () => {
    const crop = cropAroundFace(face([30, 50], [50, 50]))
    assert.deepEqual(roundPoint(applyAffine(crop, [0, 0])), [-8, 14])
    assert.deepEqual(roundPoint(applyAffine(crop, [MESH_SIZE, MESH_SIZE])), [88, 110])
  })

  it('turns with the eyes: of a face that lies on its side, the crop begins at the upper right', () => {
    const crop = cropAroundFace(face([40, 40], [40, 60]))
    assert.deepEqual(roundPoint(applyAffine(crop, [0, 0])), [88, 14])
    assert.deepEqual(roundPoint(applyAffine(crop, [MESH_SIZE, 0])), [88, 110])
  })
})

describe('layMesh', () => {
  const PICTURE = { pixels: new Uint8Array(12).fill(255), width: 2, height: 2, channels: 3 } as const
  const dims: (readonly number[])[] = []

  function lay(flag: number) {
    const infer = async ({ data, dims: asked }: { data: Float32Array; dims: readonly number[] }) => {
      assert.ok(data.every((value) => value === 1))
      dims.push(asked)
      return { conv2d_21: Float32Array.of(0, 0, 0, 96, 192, -8), conv2d_31: Float32Array.of(flag) }
    }
    const tools = { step: (_: string, work: () => unknown) => work(), infer } as unknown as HandlerTools
    return layMesh(PICTURE, [2, 0, 10, 0, 2, 20], tools)
  }

  it('brings the points into the picture, their depth in the same scale', async () => {
    assert.deepEqual(await lay(0.1), [
      [10, 20, 0],
      [202, 404, -16],
    ])
    assert.deepEqual(dims, [[1, 192, 192, 3]])
  })

  it('finds nothing where the model sees no face', async () => {
    assert.equal(await lay(0), undefined)
  })
})

describe('readFivePoints', () => {
  it('takes the means of the contours for the eyes', () => {
    const mesh = Array.from({ length: 468 }, (): Point3 => [0, 0, 0])
    const place = (indices: readonly number[], x: number, y: number) => {
      for (const index of indices) mesh[index] = [x, y, 7]
    }
    place([33, 7, 163, 144, 145, 153, 154, 155], 60, 80)
    place([133, 173, 157, 158, 159, 160, 161, 246], 70, 84)
    place([263, 249, 390, 373, 374, 380, 381, 382], 120, 80)
    place([362, 398, 384, 385, 386, 387, 388, 466], 130, 84)
    place([4], 96, 110)
    place([61], 76, 140)
    place([291], 116, 141)
    assert.deepEqual(readFivePoints(mesh), [
      [65, 82],
      [125, 82],
      [96, 110],
      [76, 140],
      [116, 141],
    ])
  })
})

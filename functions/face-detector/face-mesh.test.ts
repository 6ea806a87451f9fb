import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { applyAffine, type Point } from '#runtime/similarity'
import { findMeshCrop, MESH_SIZE, readFivePoints } from './face-mesh.ts'

function face(landmarks: readonly Point[]) {
  return { box: [20, 30, 60, 94], score: 1, landmarks } as const
}

function roundPoint(point: readonly number[]): number[] {
  return point.map((value) => Math.round(value * 1000) / 1000 + 0)
}

describe('findMeshCrop', () => {
  it('is a square of 1.5 times the longer side around the middle of the box', () => {
    const crop = findMeshCrop(
      face([
        [30, 50],
        [50, 50],
      ]),
    )
    assert.deepEqual(roundPoint(applyAffine(crop, [0, 0])), [-8, 14])
    assert.deepEqual(roundPoint(applyAffine(crop, [MESH_SIZE, MESH_SIZE])), [88, 110])
  })

  it('turns with the eyes: of a face that lies on its side, the crop begins at the upper right', () => {
    const crop = findMeshCrop(
      face([
        [40, 40],
        [40, 60],
      ]),
    )
    assert.deepEqual(roundPoint(applyAffine(crop, [0, 0])), [88, 14])
    assert.deepEqual(roundPoint(applyAffine(crop, [MESH_SIZE, 0])), [88, 110])
  })
})

describe('readFivePoints', () => {
  it('takes the means of the contours for the eyes, and brings the points into the picture', () => {
    const points = new Float32Array(468 * 3)
    const place = (index: number, x: number, y: number) => points.set([x, y, 7], index * 3)
    for (const index of [33, 7, 163, 144, 145, 153, 154, 155]) place(index, 60, 80)
    for (const index of [133, 173, 157, 158, 159, 160, 161, 246]) place(index, 70, 84)
    for (const index of [263, 249, 390, 373, 374, 380, 381, 382]) place(index, 120, 80)
    for (const index of [362, 398, 384, 385, 386, 387, 388, 466]) place(index, 130, 84)
    place(4, 96, 110)
    place(61, 76, 140)
    place(291, 116, 141)
    assert.deepEqual(readFivePoints(points, [2, 0, 10, 0, 2, 20]), [
      [140, 184],
      [260, 184],
      [202, 240],
      [162, 300],
      [242, 302],
    ])
  })
})

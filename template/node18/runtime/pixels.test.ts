import assert from 'node:assert/strict'
import { it } from 'node:test'
import { cropCentre } from './pixels.ts'

it('cropCentre keeps the middle of each row and column', () => {
  const pixels = Uint8Array.from({ length: 4 * 4 * 3 }, (_, at) => Math.floor(at / 3))
  const middle = [5, 6, 9, 10].flatMap((value) => [value, value, value])
  assert.deepEqual([...cropCentre({ pixels, width: 4, height: 4 }, 2)], middle)
})
it('cropCentre of a whole picture is the picture', () => {
  const pixels = Uint8Array.from({ length: 12 }, (_, at) => at)
  assert.deepEqual(cropCentre({ pixels, width: 2, height: 2 }, 2), pixels)
})

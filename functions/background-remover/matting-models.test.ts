import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chooseModel, type MattingModel, toInput } from './matting-models.ts'

const choose = (...parts: string[]) => chooseModel((name) => parts.includes(name))

/** One colour everywhere. */
function paint(...colour: readonly number[]) {
  return colour.map((value) => ({ values: new Float32Array(4).fill(value), width: 2, height: 2 }))
}

/** The three values that the model sees of a picture of one colour. */
function seeColour(model: MattingModel, colour: readonly number[]): number[] {
  const input = toInput(paint(...colour), model)
  const area = model.size ** 2
  assert.equal(input.length, 3 * area)
  return [0, 1, 2].map((channel) => Number((input[channel * area + area - 1] as number).toFixed(3)))
}

describe('chooseModel', () => {
  it("takes the function's own weights where the operator gives none", () => {
    assert.equal(choose().name, 'u2netp')
  })

  it("takes the operator's, RMBG before ISNet", () => {
    assert.equal(choose('isnet').name, 'isnet')
    assert.equal(choose('isnet', 'rmbg').name, 'rmbg-2.0')
  })
})

describe('toInput', () => {
  it('divides by the largest value for u2netp', () => {
    assert.deepEqual(seeColour(choose(), [0.5, 0.25, 0]), [2.249, 0.196, -1.804])
    assert.deepEqual(seeColour(choose(), [0, 0, 0]), [-2.118, -2.036, -1.804])
  })

  it('takes .5 away for ISNet', () => {
    assert.deepEqual(seeColour(choose('isnet'), [0.5, 0.25, 1]), [0, -0.25, 0.5])
  })

  it('scales as for ImageNet for RMBG-2.0', () => {
    assert.deepEqual(seeColour(choose('rmbg'), [0.5, 0.25, 1]), [0.066, -0.92, 2.64])
  })
})

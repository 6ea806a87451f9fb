import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeField } from './field.ts'
import { measureSkinTone, standardiseDistance } from './skin-tone.ts'

const ALL = Array.from({ length: 100 }, (_, at) => at)
const even = (value: number) => makeField(10, 10, () => value)

describe('measureSkinTone', () => {
  it('takes no notice of a third that is something else', () => {
    const skin = makeField(10, 10, (at) => (at < 33 ? 0.1 : 0.7))
    const { middle, spread } = measureSkinTone([skin, even(0.05), even(0.04)], ALL)
    assert.deepEqual(
      middle.map((value) => Math.round(value * 1000) / 1000),
      [0.7, 0.05, 0.04],
    )
    assert.deepEqual(spread, [0.05, 0.012, 0.012])
  })

  it('spreads as the median deviation says', () => {
    const { spread } = measureSkinTone([makeField(10, 10, (at) => at / 100), even(0), even(0)], ALL)
    // of even numbers from 0 to 1 the median deviation is a quarter
    assert.ok(Math.abs(spread[0] - 0.25 * 1.4826) < 0.01, `${spread[0]}`)
  })

  it('has a middle and a spread even for no cells', () => {
    assert.deepEqual(measureSkinTone([even(1), even(1), even(1)], []).middle, [0, 0, 0])
  })
})

describe('standardiseDistance', () => {
  it('is the distance in spreads', () => {
    const tone = { middle: [0.5, 0, 0], spread: [0.1, 0.02, 0.02] } as const
    const colours = [even(0.8), even(0.08), even(0)] as const
    assert.ok(
      Math.abs(standardiseDistance(colours, 5, { middle: [...tone.middle], spread: [...tone.spread] }) - 5) < 1e-5,
    )
  })
})

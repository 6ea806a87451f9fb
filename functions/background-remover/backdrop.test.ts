import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { decodeFit, readSize } from '#runtime/picture'
import { blurBackground, decodeToCover, fillWithColour } from './backdrop.ts'

describe('blurBackground', () => {
  const [WIDTH, HEIGHT] = [120, 40]
  const isFront = (at: number) => at % WIDTH >= 40 && at % WIDTH < 80

  function blur(paint: (at: number) => number): (x: number) => number {
    const draw = (value: (at: number) => number) => Float32Array.from({ length: WIDTH * HEIGHT }, (_, at) => value(at))
    const plane = { values: draw(paint), width: WIDTH, height: HEIGHT }
    const { values } = blurBackground(
      [plane, plane, plane],
      draw((at) => (isFront(at) ? 1 : 0)),
    )
    return (x) => values[(20 * WIDTH + x) * 3] as number
  }

  it('shows nothing of the foreground, where something of it can be seen', () => {
    const read = blur((at) => (isFront(at) ? 1 : 0.2))
    for (const x of [0, 39, 40, 42, 77, 79, 80, 119]) assert.ok(Math.abs(read(x) - 51) < 0.5, `${read(x)} at ${x}`)
  })

  it('makes a sharp step of the background soft', () => {
    const read = blur((at) => (at % WIDTH < 100 ? 0 : 1))
    assert.ok(read(92) < 1 && read(108) > 254)
    assert.ok(read(98) > 60 && read(98) < read(101) && read(101) < 195)
  })
})

describe('decodeToCover', () => {
  for (const { name, from, to, decoded } of [
    { name: 'shrinks a large picture until it just covers', from: [400, 200], to: [50, 50], decoded: [100, 50] },
    { name: 'leaves a small one small', from: [20, 10], to: [500, 500], decoded: [20, 10] },
    { name: 'covers a column', from: [100, 300], to: [1, 90], decoded: [30, 90] },
  ] as const) {
    it(`${name}: ${from.join(' x ')} for ${to.join(' x ')}`, async () => {
      const [width, height] = from
      const bytes = await sharp({ create: { width, height, channels: 3, background: '#123456' } })
        .png()
        .toBuffer()
      const sides: number[] = []
      const tools = {
        readSize: (source: Parameters<typeof readSize>[0]) => readSize(source, 1e6),
        decodeFit(source: Parameters<typeof decodeFit>[0], side: number) {
          sides.push(side)
          return decodeFit(source, side, 1e6)
        },
      }
      const part = { name: 'background', bytes, contentType: 'image/png' }
      const map = await decodeToCover(part, to[0], to[1], tools)
      assert.deepEqual(sides, [Math.max(...decoded)])
      assert.deepEqual([map.width, map.height, map.channels], [...decoded, 3])
      assert.deepEqual([...map.values.subarray(0, 3)], [0x12, 0x34, 0x56])
    })
  }
})

describe('fillWithColour', () => {
  it('is the colour everywhere', () => {
    assert.deepEqual([...fillWithColour([1, 2, 3], 2, 9).readRow(8)], [1, 2, 3, 1, 2, 3])
  })
})

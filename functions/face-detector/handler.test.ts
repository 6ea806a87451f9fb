import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import type { LoadedFunction } from '#runtime/function'
import { type Box, measureOverlap } from '#runtime/nms'
import { askJson, loadHandler, openPhoto as open } from '../../test/functions/loaded-function.ts'
import { ASTRONAUT, GRACE } from '../../test/functions/marked-faces.ts'

interface Face {
  readonly box: Box
  readonly score: number
  readonly landmarks: readonly (readonly [number, number])[]
}

interface Answer {
  readonly faces: readonly Face[]
  readonly width: number
  readonly height: number
}

async function detect(detector: LoadedFunction, body: Buffer, query = ''): Promise<Answer> {
  const { answer, log } = await askJson<Answer>(detector, { body, contentType: '', query })
  assert.deepEqual(log, { faces: answer.faces.length })
  return answer
}

function onlyFace({ faces }: Answer): Face {
  assert.equal(faces.length, 1)
  return faces[0] as Face
}

describe('the face-detector', () => {
  const loaded = loadHandler(__dirname)

  for (const { photo, box, landmarks } of [ASTRONAUT, GRACE]) {
    it(`finds the face of ${photo} where a hand marked it, and its points with the mesh`, async () => {
      const bytes = await open(photo).png().toBuffer()
      const coarse = onlyFace(await detect(await loaded, bytes))
      assert.ok(coarse.score > 0.8, `with ${coarse.score}`)
      assert.ok(measureOverlap(coarse.box, box) >= 0.5, `at ${coarse.box}`)
      const fine = onlyFace(await detect(await loaded, bytes, 'landmarks=mesh'))
      assert.deepEqual(fine.box, coarse.box)
      const eyes = measureDistance(landmarks[0], landmarks[1])
      landmarks.forEach((mark, index) => {
        const error = measureDistance(mark, fine.landmarks[index] ?? [0, 0]) / eyes
        assert.ok(error < 0.08, `point ${index} is ${error} of the eye distance off`)
      })
    })
  }

  for (const photo of ['chelsea.png', 'coffee.png', 'rocket.jpg']) {
    it(`finds no face in ${photo}`, async () => {
      const { faces } = await detect(await loaded, await open(photo).png().toBuffer(), 'landmarks=mesh')
      assert.deepEqual(faces, [])
    })
  }

  it('answers in pixels of the upright picture', async () => {
    const upright = await detect(await loaded, await open('grace.jpg').jpeg().toBuffer())
    const turned = await open('grace.jpg').rotate(270).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const answer = await detect(await loaded, turned)
    assert.deepEqual([answer.width, answer.height], [upright.width, upright.height])
    assert.ok(measureOverlap(onlyFace(answer).box, onlyFace(upright).box) > 0.9)
  })

  it('cuts the box of a face that the border cuts', async () => {
    const half = await open('astronaut.png').extract({ left: 0, top: 0, width: 230, height: 512 }).png().toBuffer()
    const { box } = onlyFace(await detect(await loaded, half))
    assert.equal(box[2], 230)
  })

  it('never stretches: a face in a strip is found as well as in its photo', async () => {
    const strip = await open('astronaut.png').extend({ right: 1500, background: '#808080' }).png().toBuffer()
    const whole = onlyFace(await detect(await loaded, await open('astronaut.png').png().toBuffer()))
    const answer = await detect(await loaded, strip, 'size=1280')
    assert.equal(answer.width, 2012)
    assert.ok(measureOverlap(onlyFace(answer).box, whole.box) > 0.8)
  })

  it('gives as many faces as ?max_faces= asks, the most certain first', async () => {
    const astronaut = await open('astronaut.png').toBuffer()
    const grace = await open('grace.jpg').resize({ height: 512 }).toBuffer()
    const pair = await sharp({ create: { width: 1024, height: 512, channels: 3, background: '#808080' } })
      .composite([
        { input: astronaut, left: 0, top: 0 },
        { input: grace, left: 512, top: 0 },
      ])
      .png()
      .toBuffer()
    const { faces } = await detect(await loaded, pair)
    assert.equal(faces.length, 2)
    assert.ok((faces[0]?.score ?? 0) >= (faces[1]?.score ?? 1))
    assert.deepEqual((await detect(await loaded, pair, 'max_faces=1')).faces, faces.slice(0, 1))
  })

  it('takes fewer faces with a higher ?min_score=, and places that are none with 0', async () => {
    const bytes = await open('chelsea.png').toBuffer()
    const { faces } = await detect(await loaded, bytes, 'min_score=0&max_faces=500')
    assert.ok(faces.length > 10, `${faces.length} faces`)
    assert.deepEqual((await detect(await loaded, bytes, 'min_score=1')).faces, [])
  })

  for (const [width, height] of [
    [1, 1],
    [12_000, 1],
    [1, 12_000],
  ] as const) {
    it(`answers no faces to ${width} x ${height} pixels`, async () => {
      const line = await sharp({ create: { width, height, channels: 3, background: '#a07050' } })
        .png()
        .toBuffer()
      assert.deepEqual(await detect(await loaded, line, 'landmarks=mesh'), { faces: [], width, height })
    })
  }

  it('refuses a wrong parameter before it looks at the picture', async () => {
    await assert.rejects(detect(await loaded, Buffer.from('no picture'), 'size=1'), { code: 'parameter-invalid' })
  })
})

function measureDistance([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): number {
  return Math.hypot(x1 - x2, y1 - y2)
}

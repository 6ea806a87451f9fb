import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Sharp } from 'sharp'
import type { LoadedFunction } from '#runtime/function'
import { encodeParts } from '#runtime/multipart'
import { askJson, loadHandler, openPhoto as open } from '../../test/functions/loaded-function.ts'
import { ASTRONAUT, GRACE } from '../../test/functions/marked-faces.ts'

interface Answer {
  readonly embedding: readonly number[]
  readonly model: string
  readonly quality: Readonly<Record<'overall' | 'size' | 'sharpness' | 'pose' | 'eye_distance_px', number>>
}

async function run(encoder: LoadedFunction, photo: Sharp, face: unknown) {
  const request = encodeParts([
    { name: 'image', bytes: await photo.png().toBuffer(), contentType: 'image/png' },
    { name: 'face', bytes: Buffer.from(JSON.stringify(face)), contentType: 'application/json' },
  ])
  return askJson<Answer>(encoder, request)
}

function measureDistance(a: Answer, b: Answer): number {
  return Math.hypot(...a.embedding.map((value, index) => value - (b.embedding[index] as number)))
}

describe('the face-encoder', () => {
  const loaded = loadHandler(__dirname)

  it('answers 128 numbers of length 1, its model and the quality, and logs the length that they had', async () => {
    const { answer, log } = await run(await loaded, open('grace.jpg'), GRACE)
    assert.equal(answer.embedding.length, 128)
    assert.ok(Math.abs(Math.hypot(...answer.embedding) - 1) < 1e-6)
    assert.equal(answer.model, 'dlib-face-resnet@1.0.0')
    assert.equal(log.quality, answer.quality.overall)
    assert.ok(Number(log.embeddingNorm) > 0.5 && Number(log.embeddingNorm) < 3, `${log.embeddingNorm}`)
  })

  it('lays one person nearer to herself, darker, smaller and blurred, than to another', async () => {
    const { answer: grace } = await run(await loaded, open('grace.jpg'), GRACE)
    const { answer: astronaut } = await run(await loaded, open('astronaut.png'), ASTRONAUT)
    const small = {
      box: GRACE.box.map((value) => value / 2),
      landmarks: GRACE.landmarks.map((point) => point.map((value) => value / 2)),
    }
    const altered = [
      await run(await loaded, open('grace.jpg').linear(0.5, 0), GRACE),
      await run(await loaded, open('grace.jpg').resize(256), small),
      await run(await loaded, open('grace.jpg').blur(2), GRACE),
    ]
    const between = measureDistance(grace, astronaut)
    for (const { answer } of altered) {
      assert.ok(measureDistance(grace, answer) < between / 2, `${measureDistance(grace, answer)} of ${between}`)
    }
  })

  it('judges a blurred and a small face lower', async () => {
    const { answer: sharpFace } = await run(await loaded, open('grace.jpg'), GRACE)
    const { answer: blurred } = await run(await loaded, open('grace.jpg').blur(4), GRACE)
    assert.ok(blurred.quality.sharpness < sharpFace.quality.sharpness / 2)
    assert.ok(blurred.quality.overall < sharpFace.quality.overall)
    assert.equal(sharpFace.quality.size, 1)
    assert.ok((await run(await loaded, open('astronaut.png'), ASTRONAUT)).answer.quality.size < 1)
  })

  it('refuses a face of another picture', async () => {
    await assert.rejects(run(await loaded, open('grace.jpg'), { ...GRACE, box: [157, 123, 600, 313] }), {
      code: 'face-invalid',
      message: 'Part face: Expected a box inside 512 x 512 pixels for box but received one that goes over the border.',
    })
  })

  it('refuses points that are all the same', async () => {
    await assert.rejects(run(await loaded, open('grace.jpg'), { ...GRACE, landmarks: Array(5).fill([200, 200]) }), {
      code: 'face-invalid',
      message: 'Part face: Expected five points that differ for landmarks but received one five times.',
    })
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp, { type Sharp } from 'sharp'
import type { LoadedFunction } from '#runtime/function'
import { encodeParts } from '#runtime/multipart'
import { loadHandler, openPhoto as open } from '../../test/functions/loaded-function.ts'
import { ASTRONAUT, GRACE } from '../../test/functions/marked-faces.ts'

/** No face is there: the rocket behind the astronaut. */
const ELSEWHERE = {
  ...ASTRONAUT,
  box: [380, 60, 480, 160],
  landmarks: ASTRONAUT.landmarks.map(([x, y]) => [Number(x) + 205, y]),
}

interface Parts {
  readonly source?: Sharp
  readonly source_face?: unknown
  readonly target?: Sharp
  readonly target_faces?: unknown
}

async function run(swapper: LoadedFunction, parts: Parts = {}, query = 'format=png', accept = '') {
  const { source = open('grace.jpg'), target = open('astronaut.png') } = parts
  const { source_face = GRACE, target_faces = [ASTRONAUT] } = parts
  const json = (value: unknown) => Buffer.from(JSON.stringify(value))
  const request = encodeParts([
    { name: 'source', bytes: await source.png().toBuffer(), contentType: 'image/png' },
    { name: 'source_face', bytes: json(source_face), contentType: 'application/json' },
    { name: 'target', bytes: await target.png().toBuffer(), contentType: 'image/png' },
    { name: 'target_faces', bytes: json(target_faces), contentType: 'application/json' },
  ])
  const { result } = await swapper.run({ ...request, query: new URLSearchParams(query), accept })
  if ('error' in result) throw result.error
  return result.answer
}

function toPixels(picture: Sharp) {
  return picture.removeAlpha().raw().toBuffer({ resolveWithObject: true })
}

/** Counts the pixels that differ inside of a box, and outside of it. */
async function countChanges(before: Sharp, after: Sharp, [x1, y1, x2, y2]: readonly number[]) {
  const [{ data, info }, { data: changed }] = await Promise.all([toPixels(before), toPixels(after)])
  const counts = { inside: 0, outside: 0 }
  for (let at = 0; at < info.width * info.height; at++) {
    if (data.compare(changed, at * 3, at * 3 + 3, at * 3, at * 3 + 3) === 0) continue
    const [x, y] = [at % info.width, Math.floor(at / info.width)]
    const isInside = x >= Number(x1) && x <= Number(x2) && y >= Number(y1) && y <= Number(y2)
    counts[isInside ? 'inside' : 'outside']++
  }
  return counts
}

describe('the face-swapper', () => {
  const loaded = loadHandler(__dirname)

  it('changes most of the face, and no pixel outside of it', async () => {
    const answer = await run(await loaded)
    const { inside, outside } = await countChanges(open('astronaut.png'), sharp(answer.body), [175, 70, 275, 185])
    assert.equal(outside, 0)
    assert.ok(inside > 4000, `${inside} pixels`)
  })

  it('keeps the tone of the skin: the middle of a cheek stays as light as it was', async () => {
    const cheek = { left: 195, top: 122, width: 14, height: 12 }
    const answer = await run(await loaded)
    const [before, after] = await Promise.all(
      [open('astronaut.png'), sharp(answer.body)].map((picture) => picture.extract(cheek).toBuffer()),
    )
    const [a, b] = await Promise.all([sharp(before).stats(), sharp(after).stats()])
    a.channels.forEach(({ mean }, channel) => {
      assert.ok(Math.abs(mean - (b.channels[channel]?.mean ?? 0)) < 25, `channel ${channel}`)
    })
  })

  it('says in the picture, the headers and the log what was done', async () => {
    const { contentType, body, headers, log } = await run(await loaded, {}, '')
    assert.equal(contentType, 'image/jpeg')
    const { xmp, exif } = await sharp(body).metadata()
    assert.match(String(xmp), /digitalsourcetype\/compositeWithTrainedAlgorithmicMedia</)
    assert.equal(exif, undefined)
    assert.deepEqual(log, { facesSwapped: 1, engine: 'mesh', provenance: 'compositeWithTrainedAlgorithmicMedia' })
    assert.equal(headers?.['X-Vouch-Faces-Swapped'], 1)
    assert.equal(headers?.['X-Vouch-Engine'], 'mesh')
    assert.equal(headers?.['X-Vouch-Source-Faces'], 1)
  })

  it('swaps every target face, and leaves out those where the mesh sees none', async () => {
    const target = open('astronaut.png').extend({ right: 512, extendWith: 'mirror' })
    const mirrored = {
      box: [1024 - 268, 79, 1024 - 181, 178],
      landmarks: [1, 0, 2, 4, 3].map((index) => {
        const [x, y] = ASTRONAUT.landmarks[index] as [number, number]
        return [1024 - x, y]
      }),
    }
    const answer = await run(await loaded, { target, target_faces: [ASTRONAUT, ELSEWHERE, mirrored] })
    assert.equal(answer.log.facesSwapped, 2)
    const after = sharp(answer.body)
    const { inside, outside } = await countChanges(target, after, [1024 - 275, 70, 1024 - 175, 185])
    assert.ok(inside > 4000 && outside > 4000, `${inside} and ${outside} pixels`)
  })

  it('swaps a face that the border cuts', async () => {
    const target = open('astronaut.png').extract({ left: 222, top: 0, width: 290, height: 512 })
    const half = { box: [0, 79, 46, 178], landmarks: ASTRONAUT.landmarks.map(([x, y]) => [Number(x) - 222, y]) }
    const answer = await run(await loaded, { target, target_faces: [half] })
    const { inside, outside } = await countChanges(target, sharp(answer.body), [0, 70, 53, 185])
    assert.equal(outside, 0)
    assert.ok(inside > 2000, `${inside} pixels`)
  })

  it('keeps what is transparent, but in a JPEG', async () => {
    const target = open('astronaut.png').ensureAlpha(0.5)
    const kept = await sharp((await run(await loaded, { target })).body).stats()
    assert.equal(kept.isOpaque, false)
    const { hasAlpha } = await sharp((await run(await loaded, { target }, 'format=jpeg')).body).metadata()
    assert.equal(hasAlpha, false)
  })

  it('takes the largest of several source faces and says how many there were, or refuses them with ?strict=1', async () => {
    const small = { box: [200, 150, 210, 160], landmarks: Array(5).fill([205, 155]) }
    const answer = await run(await loaded, { source_face: [small, GRACE] })
    assert.equal(answer.headers?.['X-Vouch-Source-Faces'], 2)
    assert.deepEqual(answer.body, (await run(await loaded)).body)
    await assert.rejects(run(await loaded, { source_face: [small, GRACE] }, 'strict=1'), {
      code: 'several-faces',
      message: 'Part source_face: 2 faces were found where one is needed.',
    })
  })

  const long = open('astronaut.png').extend({ right: 16_384 - 512, extendWith: 'copy' })

  it('refuses a target that the format cannot hold before it looks for faces', async () => {
    const parts = { target: long, target_faces: [ELSEWHERE] }
    await assert.rejects(run(await loaded, parts, 'format=webp'), { code: 'picture-too-long' })
    await assert.rejects(run(await loaded, parts, '', 'image/webp'), { code: 'no-face' })
  })

  it('answers with PNG where the format of Accept cannot hold the target', async () => {
    assert.equal((await run(await loaded, { target: long }, '', 'image/webp')).contentType, 'image/png')
  })

  for (const { name, parts, code, message } of [
    {
      name: 'an empty list',
      parts: { target_faces: [] },
      code: 'no-face',
      message: 'Part target_faces: No face was found.',
    },
    {
      name: 'a target without a face',
      parts: { target_faces: [ELSEWHERE] },
      code: 'no-face',
      message: 'Part target: No face was found.',
    },
    {
      name: 'a source without a face',
      parts: { source: open('astronaut.png'), source_face: ELSEWHERE },
      code: 'no-face',
      message: 'Part source: No face was found.',
    },
    {
      name: 'a face of another picture',
      parts: { target_faces: [{ ...ASTRONAUT, box: [181, 79, 600, 178] }] },
      code: 'face-invalid',
      message:
        'Part target_faces: Expected a box inside 512 x 512 pixels for box but received one that goes over the border.',
    },
  ]) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(run(await loaded, parts), { code, message })
    })
  }
})

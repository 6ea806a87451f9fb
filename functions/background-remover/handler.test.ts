import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import type { HandlerAnswer } from '#runtime/handler'
import { encodeParts } from '#runtime/multipart'
import { loadHandler } from '../../test/functions/loaded-function.ts'

interface Sent {
  readonly body: Buffer
  readonly contentType?: string
}

const loaded = loadHandler(__dirname)

const readPhoto = (name: string) => readFileSync(resolve(__dirname, '../../photos', name))

async function send({ body, contentType = 'image/*' }: Sent, query = '', accept = ''): Promise<HandlerAnswer> {
  const remover = await loaded
  const { result } = await remover.run({ body, query: new URLSearchParams(query), contentType, accept })
  if ('error' in result) throw result.error
  return result.answer
}

async function read({ body }: HandlerAnswer) {
  const picture = sharp(body as Buffer)
  const { data, info } = await picture.clone().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [
    ...data.subarray((y * info.width + x) * info.channels).subarray(0, info.channels),
  ]
  return { at, data, info, metadata: await picture.metadata() }
}

const withBackground = (image: Buffer, background: Buffer): Sent =>
  encodeParts([
    { name: 'image', bytes: image, contentType: 'image/*' },
    { name: 'background', bytes: background, contentType: 'image/*' },
  ])

const fill = (background: string, width = 8, height = 8) =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()

/** Places that are clearly one or the other, found by eye. */
const PLACES = [
  {
    photo: 'astronaut.png',
    front: [
      [225, 120],
      [200, 350],
      [400, 430],
    ],
    back: [
      [60, 40],
      [440, 60],
      [330, 180],
    ],
  },
  {
    photo: 'grace.jpg',
    front: [
      [260, 220],
      [260, 450],
      [240, 90],
    ],
    back: [
      [60, 60],
      [460, 80],
      [470, 280],
    ],
  },
  {
    photo: 'coffee.png',
    front: [[300, 200]],
    back: [
      [20, 20],
      [580, 20],
    ],
  },
  {
    photo: 'rocket.jpg',
    front: [
      [321, 200],
      [321, 300],
    ],
    back: [
      [260, 100],
      [450, 60],
      [600, 300],
    ],
  },
] as const

describe('the background-remover', () => {
  for (const { photo, front, back } of PLACES) {
    it(`tells the foreground of ${photo}`, async () => {
      const { at, info, metadata } = await read(await send({ body: readPhoto(photo) }))
      assert.equal(info.channels, 4)
      assert.equal(metadata.format, 'png')
      for (const [x, y] of front) assert.ok((at(x, y)[3] as number) > 230, `${x}, ${y}`)
      for (const [x, y] of back) assert.deepEqual(at(x, y), [0, 0, 0, 0], `${x}, ${y}`)
    })
  }

  it('says how much is foreground, and by which model', async () => {
    const answer = await send({ body: readPhoto('astronaut.png') })
    const ratio = answer.log.foregroundRatio ?? 0
    assert.ok(ratio > 0.5 && ratio < 0.6, `${ratio}`)
    assert.deepEqual(answer.log, { foregroundRatio: ratio, engine: 'u2netp' })
    assert.equal(answer.headers?.['X-Vouch-Foreground-Ratio'], ratio)
    assert.equal(answer.headers?.['X-Vouch-Model'], 'u2netp')
    assert.equal(answer.headers?.['cache-control'], 'no-store')
  })

  it('gives the mask alone as a grey picture', async () => {
    const body = readPhoto('astronaut.png')
    const cut = await send({ body })
    const mask = await send({ body }, 'mask=1')
    const { metadata } = await read(mask)
    assert.deepEqual([metadata.format, metadata.channels, metadata.space], ['png', 1, 'b-w'])
    const alpha = await sharp(cut.body as Buffer)
      .extractChannel(3)
      .raw()
      .toBuffer()
    const grey = await sharp(mask.body as Buffer)
      .extractChannel(0)
      .raw()
      .toBuffer()
    assert.ok(grey.equals(alpha))
  })

  it('puts a colour behind', async () => {
    const { at, info } = await read(await send({ body: readPhoto('astronaut.png') }, 'background=%23ff8000'))
    assert.equal(info.channels, 3)
    assert.deepEqual(at(60, 40), [255, 128, 0])
    assert.deepEqual(
      at(200, 350),
      (await read({ ...(await send({ body: readPhoto('astronaut.png') })) })).at(200, 350).slice(0, 3),
    )
  })

  it('blurs what is behind', async () => {
    const body = readPhoto('astronaut.png')
    const { at, data, info } = await read(await send({ body }, 'background=blur'))
    const before = await sharp(body).removeAlpha().raw().toBuffer()
    assert.deepEqual(at(225, 120), [...before.subarray((120 * 512 + 225) * 3).subarray(0, 3)])
    const corner = { left: 380, top: 0, width: 120, height: 60 }
    const sharpness = async (pixels: Buffer) =>
      (
        await sharp(pixels, { raw: { width: info.width, height: info.height, channels: 3 } })
          .extract(corner)
          .png()
          .toBuffer()
          .then((part) => sharp(part).stats())
      ).sharpness
    assert.ok((await sharpness(data)) < (await sharpness(before)) / 2)
  })

  it('puts a picture behind that covers, whatever its proportions', async () => {
    const stripes = await sharp(await fill('#ff0000', 300, 50))
      .composite([
        { input: await fill('#0000ff', 100, 50), left: 0, top: 0 },
        { input: await fill('#0000ff', 100, 50), left: 200, top: 0 },
      ])
      .png()
      .toBuffer()
    const { at } = await read(await send(withBackground(readPhoto('astronaut.png'), stripes)))
    assert.deepEqual(
      [at(60, 40), at(440, 60)],
      [
        [255, 0, 0],
        [255, 0, 0],
      ],
    )
  })

  it('takes the picture as a part alone', async () => {
    const parts = encodeParts([{ name: 'image', bytes: readPhoto('coffee.png'), contentType: 'image/png' }])
    const [fromPart, bare] = [await send(parts), await send({ body: readPhoto('coffee.png') })]
    assert.ok((fromPart.body as Buffer).equals(bare.body as Buffer))
  })

  it('writes what the caller accepts; JPEG where nothing is transparent', async () => {
    const body = readPhoto('coffee.png')
    assert.equal((await send({ body }, 'format=webp')).contentType, 'image/webp')
    assert.equal((await send({ body }, '', 'image/jpeg, image/webp;q=.5')).contentType, 'image/webp')
    assert.equal((await send({ body }, 'background=blur', 'image/jpeg')).contentType, 'image/jpeg')
    assert.equal((await send({ body }, 'mask=1&format=jpeg&quality=50')).contentType, 'image/jpeg')
    await assert.rejects(send({ body }, 'format=jpeg'), { code: 'parameter-invalid' })
  })

  it('answers the upright picture, without its EXIF', async () => {
    const small = await sharp(readPhoto('grace.jpg')).resize(300, 400).toBuffer()
    const turned = await sharp(small).rotate(270).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const { at, info, metadata } = await read(await send({ body: turned }))
    assert.deepEqual([info.width, info.height], [300, 400])
    assert.deepEqual([metadata.exif, metadata.orientation], [undefined, undefined])
    assert.ok((at(152, 172)[3] as number) > 230)
  })

  it('leaves transparent what was so', async () => {
    const hole = { input: await fill('#000000', 60, 60), left: 200, top: 320, blend: 'dest-out' } as const
    const body = await sharp(readPhoto('astronaut.png')).ensureAlpha().composite([hole]).png().toBuffer()
    assert.deepEqual((await read(await send({ body }))).at(230, 350), [0, 0, 0, 0])
  })

  for (const { width, height, query } of [
    { width: 1, height: 1, query: '' },
    { width: 12_000, height: 1, query: 'mask=1' },
    { width: 1, height: 12_000, query: 'background=blur' },
  ]) {
    it(`takes ${width} x ${height} pixels, as they are and before a picture that lies the other way`, async () => {
      const body = await fill('#a07050', width, height)
      for (const answer of [
        await send({ body }, query),
        await send(withBackground(body, await fill('#123456', height, width))),
      ]) {
        const { info } = await read(answer)
        assert.deepEqual([info.width, info.height], [width, height])
      }
    })
  }

  it('refuses a picture that the format cannot hold, and gives PNG where the caller named none', async () => {
    const body = await fill('#a07050', 16_384, 1)
    await assert.rejects(send({ body }, 'format=webp'), { code: 'picture-too-long' })
    assert.equal((await send({ body }, '', 'image/webp')).contentType, 'image/png')
  })

  it('refuses a format that cannot hold the picture before it opens the background', async () => {
    const sent = withBackground(await fill('#a07050', 16_384, 1), Buffer.from('no picture'))
    await assert.rejects(send(sent, 'format=webp'), { code: 'picture-too-long' })
  })

  it('names the part that is no picture', async () => {
    const broken = withBackground(readPhoto('coffee.png'), Buffer.from('no picture'))
    await assert.rejects(send(broken), { code: 'not-an-image', message: /^Part background: / })
  })

  it('refuses a background of two kinds before it looks at the picture', async () => {
    const both = withBackground(Buffer.from('no picture'), Buffer.from('none either'))
    await assert.rejects(send(both, 'background=blur'), {
      message: 'Expected a parameter or a part, not both, for background but received both.',
    })
  })
})

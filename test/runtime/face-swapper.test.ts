import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import { encodeParts } from '#runtime/multipart'
import { ASTRONAUT } from '../functions/marked-faces.ts'
import { FunctionUnderTest } from './function-under-test.ts'
import { writeTinySwapModels } from './tiny-swap-models.ts'

const PHOTO = readFileSync('photos/astronaut.png')
/** Around one eye of the photo. */
const EYE = { left: 238, top: 98, width: 18, height: 10 }

function makeRequest() {
  const picture = { bytes: PHOTO, contentType: 'image/png' }
  const faces = { bytes: Buffer.from(JSON.stringify([ASTRONAUT])), contentType: 'application/json' }
  return encodeParts([
    { name: 'source', ...picture },
    { name: 'source_face', ...faces },
    { name: 'target', ...picture },
    { name: 'target_faces', ...faces },
  ])
}

async function swap(swapper: FunctionUnderTest) {
  const { body, contentType } = makeRequest()
  const response = await swapper.send(new Uint8Array(body), {
    path: '/?format=png',
    headers: { 'content-type': contentType },
  })
  const picture = Buffer.from(await response.arrayBuffer())
  assert.equal(response.status, 200, picture.toString('latin1', 0, 400))
  const line = await swapper.waitForLine(({ event }) => event === 'inference_request')
  return { headers: response.headers, picture, line }
}

describe("the face-swapper with an operator's models", () => {
  let folder: string
  let swapper: FunctionUnderTest
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vouch-swap-'))
    swapper = await FunctionUnderTest.start(writeTinySwapModels(folder), { handler: 'functions/face-swapper' })
  })
  after(async () => {
    await swapper.stop()
    rmSync(folder, { recursive: true })
  })

  it('draws what they answer, and says so', async () => {
    const { headers, picture, line } = await swap(swapper)
    assert.equal(headers.get('x-vouch-engine'), 'onnx')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(line['engine'], 'onnx')
    assert.equal(line['faces_swapped'], 1)
    assert.equal(line['provenance'], 'compositeWithTrainedAlgorithmicMedia')
    const [before, after] = await Promise.all(
      [PHOTO, picture].map((bytes) => sharp(bytes).removeAlpha().extract(EYE).greyscale().raw().toBuffer()),
    )
    // the model's answer is a negative: where the eye was dark it is light now
    assert.ok(correlate(before as Buffer, after as Buffer) < -0.3, `${correlate(before as Buffer, after as Buffer)}`)
  })
})

/** Source: K. Pearson, 1895. */
function correlate(a: Buffer, b: Buffer): number {
  const mean = (values: Buffer) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let [both, ofA, ofB] = [0, 0, 0]
  a.forEach((value, at) => {
    const [u, v] = [value - meanA, (b[at] as number) - meanB]
    both += u * v
    ofA += u * u
    ofB += v * v
  })
  return both / Math.sqrt(ofA * ofB)
}

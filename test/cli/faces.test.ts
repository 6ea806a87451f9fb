import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { answerJson, readForm, type Seen, startFakeGateway } from '../client/fake-gateway.ts'
import { runVouch } from './run-vouch.ts'

const POINTS = [
  [1, 1],
  [2, 1],
  [1, 2],
  [1, 3],
  [2, 3],
]
const QUALITY = { overall: 0.5, size: 1, sharpness: 1, pose: 0.5, eye_distance_px: 60 }
/** What the pictures of the test hold: faces by their widths, and the embedding of the largest. */
const PICTURES: Record<string, { widths: number[]; embedding: number[] }> = {
  'me.jpg': { widths: [40], embedding: [1, 0] },
  'we.jpg': { widths: [20, 50, 30], embedding: [0.98, 0.199] },
  'you.jpg': { widths: [60], embedding: [0, 1] },
  'cup.jpg': { widths: [], embedding: [] },
}

async function answerFaces(seen: Seen): Promise<unknown> {
  if (seen.url === '/function/face-detector?landmarks=mesh') {
    const widths = PICTURES[seen.body.toString()]?.widths ?? []
    const faces = widths.map((width) => ({ box: [0, 0, width, width], score: 0.9, landmarks: POINTS }))
    return { faces, width: 100, height: 100 }
  }
  const form = await readForm(seen)
  const { widths = [], embedding } = PICTURES[form['image']?.text ?? ''] ?? {}
  assert.equal(JSON.parse(form['face']?.text ?? '').box[2], Math.max(...widths))
  return { embedding, model: 'encoder@1', quality: QUALITY }
}

/** Pictures in a folder, and a gateway that knows their faces. */
async function prepare(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-faces-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const name of Object.keys(PICTURES)) writeFileSync(join(folder, name), name)
  writeFileSync(join(folder, 'note.txt'), 'no picture')
  const { url } = await startFakeGateway(t, async (response, _, seen) => {
    if (seen.body.toString() === 'no picture') return answerJson(response, { detail: 'No picture.' }, 415)
    answerJson(response, await answerFaces(seen))
  })
  const path = (name: string) => join(folder, name)
  const compare = (a: string, b: string, ...more: string[]) =>
    runVouch(['faces', 'compare', path(a), path(b), ...more, '--gateway', url])
  return { compare, path }
}

test('two pictures of one person: the distance, how often that is wrong, and that the largest face was taken', async (t) => {
  const { compare, path } = await prepare(t)
  assert.deepEqual(await compare('me.jpg', 'we.jpg'), {
    code: 0,
    stdout: [
      'The same person: distance 0.200, under 0.33.',
      'That is wrong for 4.0 % (33 of 832) of pairs of one person, 0.2 % (10 of 5723) of pairs of two.',
      `${path('we.jpg')} has 3 faces: the largest was taken.`,
      '',
    ].join('\n'),
    stderr: '',
  })
})

test('as JSON, with the face of each picture and its quality', async (t) => {
  const { compare, path } = await prepare(t)
  const { code, stdout } = await compare('we.jpg', 'you.jpg', '--json')
  const { distance, ...rest } = JSON.parse(stdout)
  assert.deepEqual([code, distance.toFixed(3)], [0, '1.266'])
  const face = (name: string, faces: number, width: number) => {
    return { file: path(name), faces, box: [0, 0, width, width], score: 0.9, quality: QUALITY }
  }
  assert.deepEqual(rest, {
    same: false,
    threshold: 0.33,
    false_rejects: { count: 33, of: 832 },
    false_accepts: { count: 10, of: 5723 },
    model: 'encoder@1',
    pictures: [face('we.jpg', 3, 50), face('you.jpg', 1, 60)],
  })
})

test('no face, and what is no picture, is a sentence and exit code 1', async (t) => {
  const { compare, path } = await prepare(t)
  assert.deepEqual(await compare('cup.jpg', 'note.txt'), {
    code: 1,
    stdout: '',
    stderr: [
      `vouch: No face was found in ${path('cup.jpg')}\n`,
      `vouch: ${path('note.txt')}: face-detector answered 415: No picture.\n`,
    ].join(''),
  })
})

test('a picture that is not there is a sentence and exit code 2', async (t) => {
  const { compare, path } = await prepare(t)
  const stderr = `vouch: Cannot read ${path('none.jpg')} (ENOENT)\n`
  assert.deepEqual(await compare('me.jpg', 'none.jpg'), { code: 2, stdout: '', stderr })
  assert.match((await runVouch(['faces', 'compare', '--help'])).stdout, /Examples:\n {2}vouch faces compare/)
})

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { answerJson, readForm, startFakeGateway } from '../client/fake-gateway.ts'
import { runVouch } from './run-vouch.ts'

const PROBLEM = { type: 'urn:vouch:problem:not-an-image', title: 'Not an image', status: 415, detail: 'No picture.' }

/** A folder with two pictures of one name, and a text. */
function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-cli-'))
  t.after(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'more'))
  writeFileSync(join(folder, 'a.png'), 'first')
  writeFileSync(join(folder, 'more', 'a.png'), 'second')
  writeFileSync(join(folder, 'note.txt'), 'no picture')
  return folder
}

/** A remover: what is a picture to it comes back in capitals. */
function remove(response: ServerResponse, body: Buffer): void {
  if (body.toString() === 'no picture') answerJson(response, PROBLEM, 415)
  else response.writeHead(200, { 'content-type': 'image/png' }).end(body.toString().toUpperCase())
}

test('answers to several files are lines of JSON, in the order of the files', async (t) => {
  const arrived: (() => void)[] = []
  const { url } = await startFakeGateway(t, (response, _, { body }) => {
    arrived.push(() => remove(response, body))
    // All are on their way at once, and the last is answered first.
    if (arrived.length === 3) for (const answer of arrived.reverse()) answer()
  })
  const folder = makeFolder(t)
  const paths = ['a.png', 'note.txt', 'more/a.png'].map((name) => join(folder, name))
  const { code, stdout, stderr } = await runVouch(['invoke', 'remover', ...paths, '--gateway', url])
  const lines = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
  assert.deepEqual([code, stderr], [1, ''])
  assert.deepEqual(
    lines.map(({ file, status, body, body_base64 }) => [file, status, body ?? atob(body_base64)]),
    [
      [paths[0], 200, 'FIRST'],
      [paths[1], 415, PROBLEM],
      [paths[2], 200, 'SECOND'],
    ],
  )
})

test('with --output each is saved under its name and the ending of its type, and what is refused is told', async (t) => {
  const { url } = await startFakeGateway(t, (response, _, { body }) => remove(response, body))
  const folder = makeFolder(t)
  const paths = ['a.png', 'note.txt', 'more/a.png'].map((name) => join(folder, name))
  const out = join(folder, 'out')
  assert.deepEqual(await runVouch(['invoke', 'remover', ...paths, '-o', out, '--gateway', url]), {
    code: 1,
    stdout: `${join(out, 'a.png')}\n${join(out, 'a-2.png')}\n`,
    stderr: `vouch: ${paths[1]}: remover answered 415: No picture.\n`,
  })
  assert.deepEqual(readdirSync(out), ['a-2.png', 'a.png'])
  assert.equal(readFileSync(join(out, 'a-2.png'), 'utf8'), 'SECOND')
})

test('one answer is saved at --output, and in a folder that is there without harm to what was sent', async (t) => {
  const { url } = await startFakeGateway(t, (response, _, { body }) => remove(response, body))
  const folder = makeFolder(t)
  const picture = join(folder, 'a.png')
  const save = (output: string) => runVouch(['invoke', 'remover', picture, '-o', output, '--json', '--gateway', url])
  const first = JSON.parse((await save(join(folder, 'cut'))).stdout)
  assert.deepEqual([first.status, first.saved, first.content_type], [200, join(folder, 'cut'), 'image/png'])
  const second = JSON.parse((await save(folder)).stdout)
  assert.equal(second.saved, join(folder, 'a-answer.png'))
  assert.deepEqual([readFileSync(picture, 'utf8'), readFileSync(second.saved, 'utf8')], ['first', 'FIRST'])
  assert.deepEqual(await save(join(folder, 'nowhere', 'cut.png')), {
    code: 2,
    stdout: '',
    stderr: `vouch: Cannot write ${join(folder, 'nowhere', 'cut.png')} (ENOENT)\n`,
  })
})

test('calls are queued file by file, and each that is refused is told', async (t) => {
  const { url } = await startFakeGateway(t, (response, _, { body }) => {
    const isFull = body.toString() === 'first'
    response.writeHead(isFull ? 500 : 202, { 'x-call-id': 'later' }).end(isFull ? 'The queue is full' : '')
  })
  const folder = makeFolder(t)
  const paths = ['a.png', 'note.txt'].map((name) => join(folder, name))
  assert.deepEqual(await runVouch(['invoke', 'remover', ...paths, '--async', '--gateway', url]), {
    code: 1,
    stdout: 'later\n',
    stderr: `vouch: ${paths[0]}: remover answered 500: The queue is full\n`,
  })
})

test('parts are one form', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response) => response.end('fused'))
  const folder = makeFolder(t)
  const parts = ['--part', `source=${join(folder, 'a.png')}`, '--part', 'target=-']
  const { code, stdout } = await runVouch(['invoke', 'face-fusion', ...parts, '--gateway', url], {}, 'piped')
  assert.deepEqual([code, stdout], [0, 'fused'])
  const form = seen[0] && (await readForm(seen[0]))
  assert.deepEqual([form?.['source']?.text, form?.['target']?.text], ['first', 'piped'])
})

test('what cannot be is one sentence and exit code 2, before anything is sent', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response) => response.end())
  const folder = makeFolder(t)
  const picture = join(folder, 'a.png')
  for (const [args, sentence] of [
    [[picture, join(folder, 'none.png')], `Cannot read ${join(folder, 'none.png')} (ENOENT)`],
    [[folder], `Cannot read ${folder} (EISDIR)`],
    [['-', '-'], 'Expected - once: stdin is read once'],
    [['--part', 'source=-', '--part', 'target=-'], 'Expected - once: stdin is read once'],
    [[picture, '--part', 'image=x'], 'Expected files or --part but received both'],
    [[picture, '-o', 'x', '--async'], 'Expected --output or --async but received both'],
    [[picture, picture, '-o', picture], `Expected a folder for --output but received the file ${picture}`],
  ] as const) {
    const outcome = await runVouch(['invoke', 'remover', ...args, '--gateway', url])
    assert.deepEqual(outcome, { code: 2, stdout: '', stderr: `vouch: ${sentence}\n` })
  }
  assert.equal(seen.length, 0)
})

test('a call that nobody answers in time is one sentence, and ends the others', async (t) => {
  const { url } = await startFakeGateway(t, () => {})
  const folder = makeFolder(t)
  const paths = [join(folder, 'a.png'), join(folder, 'note.txt')]
  assert.deepEqual(await runVouch(['invoke', 'remover', ...paths, '--timeout', '0.2', '--gateway', url]), {
    code: 2,
    stdout: '',
    stderr: `vouch: No answer within 0.2 s: POST ${url}/function/remover\n`,
  })
})

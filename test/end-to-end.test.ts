import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import axios from 'axios'
import { PHOTO_MIX } from '../src/client/photo-mix.ts'
import { sendPhotos } from '../src/client/send-photos.ts'
import { type Platform, startPlatform } from '../src/local/platform.ts'
import { runVouch } from './cli/run-vouch.ts'
import { runCheck } from './gate/run-check.ts'
import { type FakeGitHub, REPOSITORY, startFakeGitHub, TOKEN } from './github/fake-github.ts'
import { listOutsideSockets, listSockets, processTree } from './sockets.ts'

const PULL = 7
const folder = mkdtempSync(join(tmpdir(), 'vouch-end-to-end-'))
const reports = join(folder, 'reports')
const feature = join(folder, 'espresso.feature')

let platform: Platform
let github: FakeGitHub

before(async () => {
  github = await startFakeGitHub()
  github.state.addPlace(`issues/${PULL}`)
  platform = await startPlatform({
    root: process.cwd(),
    host: '127.0.0.1',
    port: 0,
    lokiPort: 0,
    environment: {},
    version: 'test',
    onNotice: () => undefined,
  })
  await platform.deploy()
})

after(async () => {
  await platform.stop()
  await github.close()
  rmSync(folder, { recursive: true })
})

async function send(mix: readonly string[], total = 200): Promise<void> {
  const options = { functionName: 'image-classifier', photosFolder: 'photos', total, clients: 8 }
  const { byStatus } = await sendPhotos({ gateway: platform.gatewayUrl, ...options, mix })
  assert.deepEqual(byStatus, { 200: total })
  await platform.flush()
}

/** A new version of the function, as `faas-cli deploy` brings it. */
async function deployVersion(version: string): Promise<void> {
  const path = `${platform.gatewayUrl}/system/function/image-classifier`
  const { data } = await axios.get(path)
  const { name: service, image, envVars, labels, limits, requests } = data
  const changed = { ...envVars, MODEL_VERSION: version }
  await axios.put(`${platform.gatewayUrl}/system/functions`, {
    service,
    image,
    envVars: changed,
    labels,
    limits,
    requests,
  })
}

async function checkVersion(version: string): Promise<number | null> {
  writeFileSync(
    feature,
    `Feature: Coffee is recognised
  Scenario: Prediction Distribution Sanity Check
    Given a Loki instance running at "${platform.lokiUrl}"
    And we are validating the function "image-classifier" in namespace "openfaas-fn"
    And the time range for validation is the last "1 hour"
    When we query the successful prediction logs for model version "${version}"
    Then the prediction proportion for class "espresso" should be between 5 and 15 percent
`,
  )
  const { code } = await runCheck([feature, '--lag', '0s'], { reports })
  return code
}

/** What the pull request shows after `vouch comment`. */
async function comment(): Promise<string[]> {
  const args = ['comment', '--pull', String(PULL), '--repo', REPOSITORY, '--reports', reports, '--api', github.url]
  const { code, stderr } = await runVouch(args, { GITHUB_TOKEN: TOKEN })
  assert.deepEqual([code, stderr], [0, ''])
  return github.state.commentsOn(`issues/${PULL}`).map(({ body }) => body)
}

test('photos become logs, a broken contract becomes one comment, and a repaired one strikes it', async () => {
  await send(PHOTO_MIX.filter((photo) => photo !== 'coffee.png'))
  assert.equal(await checkVersion('v1.0.0'), 1)
  const first = await comment()
  assert.equal(first.length, 1)
  assert.match(first[0] ?? '', /FAIL/)
  assert.match(first[0] ?? '', /0 of 200/)

  await send(PHOTO_MIX.filter((photo) => photo !== 'coffee.png'))
  assert.equal(await checkVersion('v1.0.0'), 1)
  const second = await comment()
  assert.equal(second.length, 1)
  assert.match(second[0] ?? '', /0 of 400/)

  // The old version answers until the new one is ready, so not all of these are of the new one.
  await deployVersion('v1.0.1')
  await send(PHOTO_MIX, 500)
  assert.equal(await checkVersion('v1.0.1'), 0)
  const third = await comment()
  assert.equal(third.length, 1)
  assert.match(third[0] ?? '', /~~.*FAIL/)
  assert.match(third[0] ?? '', /\*\*PASS: the one contract passed\./)
})

test('no process of the platform, nor what it started, holds a socket beyond this machine', () => {
  const processes = processTree(process.pid)
  assert.ok(processes.filter((pid) => listSockets(pid).length > 0).length >= 3, 'platform, store and replica')
  assert.deepEqual(processes.flatMap(listOutsideSockets), [])
})

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import { listOutsideSockets, listSockets } from '../sockets.ts'
import { FunctionUnderTest } from './function-under-test.ts'
import { mutate, seedRandom } from './mutants.ts'
import { readPhoto } from './photos.ts'

const MUTANTS = Number(process.env['VOUCH_MUTANTS'] ?? 300)
const SEED = 20_261_121
const MAX_GROWTH_KB = 60_000

async function drawSeeds(): Promise<Buffer[]> {
  const small = sharp(readPhoto('grace.jpg')).resize(160, 160)
  const encoded = (['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const).map((format) =>
    small.clone()[format]().toBuffer(),
  )
  return [...(await Promise.all(encoded)), readPhoto('grace.jpg'), readPhoto('chelsea.png')]
}

function readMemoryKb(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

describe('an image-classifier that is sent anything', () => {
  let running: FunctionUnderTest
  before(async () => {
    running = await FunctionUnderTest.start({ MAX_PIXELS: '1000000' })
  })
  after(async () => {
    await running.stop()
  })

  it(`answers 200 or 4xx to each of ${MUTANTS} mutated photos (seed ${SEED}), and its memory stays flat`, async (test) => {
    const random = seedRandom(SEED)
    const seeds = await drawSeeds()
    const pick = () => seeds[Math.floor(random() * seeds.length)] as Buffer
    const seen = new Map<number, number>()
    let halfwayKb = 0
    for (let sent = 0; sent < MUTANTS; sent++) {
      if (sent === MUTANTS >> 1) halfwayKb = readMemoryKb(running.child.pid)
      const { status } = await running.send(mutate(pick(), pick(), random))
      seen.set(status, (seen.get(status) ?? 0) + 1)
    }
    const grownKb = readMemoryKb(running.child.pid) - halfwayKb
    test.diagnostic(
      `answers: ${JSON.stringify(Object.fromEntries(seen))}; memory grew by ${grownKb} kB in the second half`,
    )
    assert.deepEqual(
      [...seen.keys()].filter((status) => ![200, 413, 415, 422].includes(status)),
      [],
    )
    assert.ok(seen.has(200) && seen.has(415) && seen.has(422))
    assert.ok(grownKb < MAX_GROWTH_KB, `memory grew by ${grownKb} kB`)
    assert.deepEqual(running.noise, [])
  })

  it('holds no socket but those of callers on the loopback', () => {
    assert.ok(listSockets(running.child.pid).length >= 2)
    assert.deepEqual(listOutsideSockets(running.child.pid), [])
  })

  it('leaves no file but its lock: no telemetry of a library', () => {
    const files = readdirSync(running.folder, { recursive: true })
    // ts-node's own transpiler keeps a cache, which compiled functions do not have
    assert.deepEqual(
      files.filter((file) => !`${file}`.startsWith('v8-compile-cache')),
      ['.lock'],
    )
    assert.ok(!readdirSync('/tmp').includes(`mat-debug-${running.child.pid}.log`))
  })
})

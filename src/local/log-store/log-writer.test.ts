import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { CommitQueue } from './commit-queue.ts'
import { openForWriting } from './database.ts'
import { LogWriter } from './log-writer.ts'

const folder = mkdtempSync(join(tmpdir(), 'log-writer-'))
const database = openForWriting(folder)
after(() => {
  database.close()
  rmSync(folder, { recursive: true })
})
const rows = () => database.prepare('SELECT count(*) AS n FROM rows').get()?.['n']
const batch = (line: string) => [{ labels: { app: 'till' }, entries: [{ timestampNs: 1n, line }] }]

test('a disk without room fails the push, stores nothing of it, and the next push works', () => {
  const writer = new LogWriter(database)
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number }
  database.exec(`PRAGMA max_page_count = ${pages + 2}`)
  assert.throws(() => writer.write(batch('x'.repeat(200_000))), { message: 'database or disk is full', errcode: 13 })
  assert.equal(rows(), 0)
  database.exec('PRAGMA max_page_count = 1000000')
  writer.write(batch('x'.repeat(200_000)))
  assert.equal(rows(), 1)
})

test('pushes that arrive together are one write, and a failed write fails each of them', async () => {
  const writes: string[][] = []
  const queue = new CommitQueue((streams) => {
    writes.push(streams.flatMap(({ entries }) => entries.map(({ line }) => line)))
    if (writes.length === 2) throw new Error('the disk is gone')
  })
  await Promise.all([queue.push(batch('a')), queue.push(batch('b'))])
  const failed = await Promise.allSettled([queue.push(batch('c')), queue.push(batch('d'))])
  assert.deepEqual(writes, [
    ['a', 'b'],
    ['c', 'd'],
  ])
  assert.deepEqual(
    failed.map((result) => result.status),
    ['rejected', 'rejected'],
  )
})

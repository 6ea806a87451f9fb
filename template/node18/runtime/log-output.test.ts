import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { describe, it } from 'node:test'
import { LogOutput } from './log-output.ts'

const LINE = `${'x'.repeat(1023)}\n`
const FITTING_LINES = 1024

class StalledStream extends EventEmitter {
  readonly written: string[] = []
  writableLength = 0

  write(line: string): boolean {
    this.written.push(line)
    this.writableLength += line.length
    return false
  }

  read(): void {
    this.writableLength = 0
    this.emit('drain')
  }
}

function open() {
  const stream = new StalledStream()
  const lost: number[] = []
  return { stream, lost, output: new LogOutput(stream as never, (lines) => lost.push(lines)) }
}

describe('the output of the log', () => {
  it('keeps up to 1 MiB of lines for a reader that stalls, and drops and counts the rest', () => {
    const { stream, output } = open()
    for (let count = 0; count < FITTING_LINES + 3; count++) output.write(LINE)
    assert.equal(stream.written.length, FITTING_LINES)
    assert.equal(output.droppedLines, 3)
  })

  it('says how many lines were lost when the reader reads again, each time anew', () => {
    const { stream, output, lost } = open()
    for (const extra of [3, 5]) {
      for (let count = 0; count < FITTING_LINES + extra; count++) output.write(LINE)
      stream.read()
    }
    stream.read()
    assert.deepEqual(lost, [3, 5])
    assert.equal(output.droppedLines, 8)
  })

  it('goes on without a reader, and its flush ends', async () => {
    const { stream, output } = open()
    output.write(LINE)
    stream.emit('error', new Error('EPIPE'))
    output.write(LINE)
    await output.flush()
    assert.equal(output.droppedLines, 1)
  })
})

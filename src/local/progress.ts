import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  readonly update: (done: number) => void
  readonly stop: () => void
}

/** Shows how far a piece of work is, with its rate and the time left: a bar on a terminal, else a line a second. */
export function startProgress(what: string, total: number, output: NodeJS.WriteStream): Progress {
  const startedAt = performance.now()
  const rate = (done: number) => (done * 1000) / Math.max(1, performance.now() - startedAt)
  const left = (done: number) => (done === 0 ? '?' : String(Math.ceil((total - done) / rate(done))))
  return output.isTTY ? startBar(what, total, output, rate, left) : startLines(what, total, output, rate, left)
}

type Estimate<T> = (done: number) => T

function startBar(
  what: string,
  total: number,
  stream: NodeJS.WriteStream,
  rate: Estimate<number>,
  left: Estimate<string>,
): Progress {
  const format = `${what} {bar} {value}/{total} | {rate} a second | {left} s left`
  const bar = new SingleBar({ stream, format, hideCursor: true }, Presets.shades_classic)
  bar.start(total, 0, { rate: '0', left: '?' })
  return {
    update: (done) => bar.update(done, { rate: rate(done).toFixed(0), left: left(done) }),
    stop: () => bar.stop(),
  }
}

function startLines(
  what: string,
  total: number,
  output: NodeJS.WriteStream,
  rate: Estimate<number>,
  left: Estimate<string>,
): Progress {
  let done = 0
  const write = () =>
    output.write(`${what}: ${done}/${total}, ${rate(done).toFixed(0)} a second, ${left(done)} s left\n`)
  const timer = setInterval(write, 1000)
  return {
    update: (now) => {
      done = now
    },
    stop: () => {
      clearInterval(timer)
      write()
    },
  }
}

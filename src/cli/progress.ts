/** Where progress is shown: stderr. */
interface ProgressStream {
  readonly isTTY?: boolean
  write(text: string): unknown
}

const EVERY_MS = 1000
const ERASE_LINE = '\r\u001b[K'

/** How far a piece of work has come; it may be told any number of times. */
export type Report = (done: number, total: number) => void

/** Takes the line off a terminal, before something else is written there. */
type Erase = () => void

/**
 * Runs work that may take more than a second, and tells once a second how far it is: a line that is rewritten on a
 * terminal, a line of its own elsewhere. What ends within the second is not mentioned.
 */
export async function withProgress<T>(
  stream: ProgressStream,
  what: string,
  work: (report: Report, erase: Erase) => Promise<T>,
): Promise<T> {
  let state = ''
  let seconds = 0
  const timer = setInterval(() => {
    seconds += EVERY_MS / 1000
    const text = `${what}: ${state}${seconds} s`
    stream.write(stream.isTTY ? `${ERASE_LINE}${text}` : `${text}\n`)
  }, EVERY_MS)
  const report: Report = (done, total) => {
    state = `${done} of ${total}, `
  }
  const erase = () => {
    if (stream.isTTY && seconds > 0) stream.write(ERASE_LINE)
  }
  try {
    return await work(report, erase)
  } finally {
    clearInterval(timer)
    erase()
  }
}

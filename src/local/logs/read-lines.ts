import type { Readable } from 'node:stream'

const NEWLINE = 0x0a

/**
 * Reads a stream line by line, no faster than `onLine` takes them. A line over `maxBytes` is cut, between characters,
 * into several; the end of the stream ends the last line.
 */
export async function readLines(
  input: Readable,
  maxBytes: number,
  onLine: (line: string) => Promise<void> | undefined,
): Promise<void> {
  let rest = Buffer.alloc(0)
  for await (const chunk of input as AsyncIterable<Buffer>) {
    const { lines, remainder } = cutLines(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), maxBytes)
    rest = remainder
    for (const line of lines) await onLine(line)
  }
  if (rest.length > 0) await onLine(toLine(rest))
}

function cutLines(bytes: Buffer, maxBytes: number): { lines: string[]; remainder: Buffer<ArrayBuffer> } {
  const lines: string[] = []
  let start = 0
  for (;;) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline === -1 ? bytes.length : newline
    while (end - start > maxBytes) {
      const cut = characterStart(bytes, start + maxBytes)
      lines.push(toLine(bytes.subarray(start, cut)))
      start = cut
    }
    if (newline === -1) return { lines, remainder: Buffer.from(bytes.subarray(start)) }
    lines.push(toLine(bytes.subarray(start, end)))
    start = newline + 1
  }
}

/** The start of the UTF-8 character that `position` lies in. */
function characterStart(bytes: Buffer, position: number): number {
  let start = position
  while (position - start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1
  return start
}

function toLine(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.endsWith('\r') ? text.slice(0, -1) : text
}

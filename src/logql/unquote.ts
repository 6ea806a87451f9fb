const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
}
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([abfnrtv\\"])|[\s\S])|\\$/g

/**
 * Reads a Go string literal: "..." with escapes, or `...` raw (carriage returns dropped).
 *
 * @returns the text, or undefined when an escape is not Go's
 * @see https://go.dev/ref/spec#String_literals
 */
export function unquote(literal: string): string | undefined {
  const body = literal.slice(1, -1)
  if (literal.startsWith('`')) return body.replaceAll('\r', '')
  if (!body.includes('\\')) return body
  return decode(body)
}

function decode(body: string): string | undefined {
  const parts: Buffer[] = []
  let last = 0
  for (const match of body.matchAll(ESCAPE)) {
    const bytes = escapeBytes(match)
    if (!bytes) return undefined
    parts.push(Buffer.from(body.slice(last, match.index)), bytes)
    last = match.index + match[0].length
  }
  parts.push(Buffer.from(body.slice(last)))
  return Buffer.concat(parts).toString()
}

/** \x and octal escapes are bytes, the others are characters; a surrogate is no character. */
function escapeBytes([, byte, short, long, octal, simple]: RegExpExecArray): Buffer | undefined {
  if (simple) return Buffer.from(SIMPLE[simple] ?? '')
  const code = byte ?? short ?? long
  const value = code ? Number.parseInt(code, 16) : octal ? Number.parseInt(octal, 8) : -1
  if (byte || octal) return value < 256 ? Buffer.from([value]) : undefined
  if (value < 0 || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return undefined
  return Buffer.from(String.fromCodePoint(value))
}

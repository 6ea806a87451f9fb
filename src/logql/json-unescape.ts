const SIMPLE: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
const HEX = /^\\u([\da-fA-F]{4})$/
const REPLACEMENT = '\ufffd'

/** Resolves JSON escapes; undefined when one is broken. */
export function unescapeJson(text: string): string | undefined {
  let backslash = text.indexOf('\\')
  if (backslash === -1) return text
  let result = ''
  let last = 0
  while (backslash !== -1) {
    const simple = SIMPLE[text.charAt(backslash + 1)]
    const unit = simple === undefined ? unicodeEscape(text, backslash) : { text: simple, length: 2 }
    if (!unit) return undefined
    result += text.slice(last, backslash) + unit.text
    last = backslash + unit.length
    backslash = text.indexOf('\\', last)
  }
  return result + text.slice(last)
}

/** A string's value as a label's: a broken escape makes it empty, what is no character becomes a space. */
export function labelValue(text: string): string {
  const value = unescapeJson(text) ?? ''
  return value.includes(REPLACEMENT) ? value.replaceAll(REPLACEMENT, ' ') : value
}

/** A surrogate must be followed by a second escape; any value from DC00 on is taken as the low half. */
function unicodeEscape(text: string, at: number): { text: string; length: number } | undefined {
  const high = hexUnit(text, at)
  if (high === undefined) return undefined
  if (high < 0xd800 || high > 0xdfff) return { text: String.fromCharCode(high), length: 6 }
  const low = hexUnit(text, at + 6)
  if (low === undefined || low < 0xdc00) return undefined
  const rune = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)
  return { text: rune > 0x10ffff ? REPLACEMENT : String.fromCodePoint(rune), length: 12 }
}

/** Loki does not look whether a second escape begins with `\u`, only at its digits. */
function hexUnit(text: string, at: number): number | undefined {
  const digits = HEX.exec(`\\u${text.slice(at + 2, at + 6)}`)?.[1]
  return digits === undefined || text.length < at + 6 ? undefined : Number.parseInt(digits, 16)
}

type Labels = Readonly<Record<string, string>>

/** A text that two label sets share only if they are equal. */
export function labelsKey(labels: Labels): string {
  let key = ''
  for (const name of Object.keys(labels).sort()) key += `${name}\u0001${labels[name]}\u0002`
  return key
}

/** Writes labels as Loki does: `{app="shop", zone="b"}`, sorted by name. */
export function formatLabels(labels: Labels): string {
  const pairs = Object.keys(labels).sort()
  return `{${pairs.map((name) => `${name}=${quote(labels[name] ?? '')}`).join(', ')}}`
}

/** Orders label sets by their names and values, the shorter one first. */
export function compareLabels(left: Labels, right: Labels): number {
  const leftPairs = Object.entries(left).sort(byName).flat()
  const rightPairs = Object.entries(right).sort(byName).flat()
  for (const [index, text] of leftPairs.entries()) {
    const other = rightPairs[index]
    if (other === undefined) return 1
    if (text !== other) return text < other ? -1 : 1
  }
  return leftPairs.length - rightPairs.length
}

function byName([left]: [string, string], [right]: [string, string]): number {
  return left < right ? -1 : 1
}

const SHORT: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

/** Quotes a text as Go's strconv.Quote does. */
function quote(text: string): string {
  const body = text.replace(/[\\"]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (char) => SHORT[char] ?? escapeChar(char))
  return `"${body}"`
}

function escapeChar(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}

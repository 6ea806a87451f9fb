/**
 * Text that came from a log, a label or a feature file, made inert. On code hosts an entity or a backslash is not
 * enough: mentions, issue numbers, commit ids and e-mail addresses are linked after Markdown was rendered, but never
 * inside code. So plain words stay words, and everything else goes into code spans.
 */

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const WORD = /^\p{L}{1,40}(?:[-'’]\p{L}{1,40}){0,3}$|^[–—≥≤=]$/u
/** p99, 5xx, v1.2.1, 41, 0.42, 14:05, 2026-11-21. Up to 6 letters and digits: from 7 on they can name a commit. */
const TERM = /^(?:[a-z0-9]{1,6}|v?\d{1,6}(?:[.:]\d{1,6}){1,3}|\d{4}-\d\d-\d\d)$/i
const COMMIT_LIKE = /^[0-9a-f]{7,}$/i
const PLAIN_TOKEN = /^["(]?(.*?)[.,;:!?%")]*$/u

/**
 * One line of text without control, format (bidirectional, zero-width) and lone surrogate characters.
 *
 * @example visibleText('a\u202eb\nc') // 'ab c'
 */
export function visibleText(text: string): string {
  return text
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .replace(INVISIBLE, '')
    .trim()
}

/** The first `length` characters of a text, with an ellipsis when some were left out. */
export function clip(text: string, length: number): string {
  const characters = [...text]
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`
}

/**
 * A Markdown code span that holds the text as it is, in a table cell too. A pipe ends a cell even inside code,
 * and a backslash before it does not always help: each pipe stands between two spans, as an entity.
 *
 * @example inertCode('a|b') // '`a`&#124;`b`'
 */
export function inertCode(text: string): string {
  return visibleText(text)
    .split('|')
    .map((part) => codeSpan(part))
    .join('&#124;')
}

function codeSpan(text: string): string {
  if (text.trim() === '') return ''
  const runs = text.match(/`+/g) ?? []
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1)
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${text}${pad}${fence}`
}

/**
 * A sentence for Markdown: plain words and numbers stay, every other run of tokens becomes a code span.
 *
 * @example inertProse('class @admin is rare') // 'class `@admin` is rare'
 */
export function inertProse(text: string): string {
  const pieces: { plain: boolean; text: string }[] = []
  for (const token of visibleText(text).split(' ')) {
    const plain = isPlain(token)
    const last = pieces.at(-1)
    if (last !== undefined && last.plain === plain) last.text += ` ${token}`
    else pieces.push({ plain, text: token })
  }
  return pieces.map((piece) => (piece.plain ? piece.text : inertCode(piece.text))).join(' ')
}

function isPlain(token: string): boolean {
  const core = PLAIN_TOKEN.exec(token)?.[1] ?? token
  if (COMMIT_LIKE.test(core)) return false
  return core === '' || WORD.test(core) || TERM.test(core)
}

/** Text for the inside of an HTML element in a block of HTML, where Markdown is not read: shown as code. */
export function inertHtml(text: string): string {
  const entities = visibleText(text).replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`)
  return `<code>${entities}</code>`
}

/** A fenced code block, its fence longer than any run of backticks inside. Line breaks stay. */
export function inertBlock(text: string, language: string): string {
  const lines = text.split(/\r\n|[\r\n\u2028\u2029]/u).map((line) => line.replace(/\t/g, '  ').replace(INVISIBLE, ''))
  const runs = text.match(/`+/g) ?? []
  const fence = '`'.repeat(Math.max(2, ...runs.map((run) => run.length)) + 1)
  return [`${fence}${language}`, ...lines, fence].join('\n')
}

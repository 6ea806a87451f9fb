/**
 * Makes text of a caller harmless in logs, headers and problems: what is not printable ASCII becomes `?`, and the length is bounded.
 *
 * @example toPrintable('a\nb', 10) // 'a?b'
 */
export function toPrintable(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/[^\x20-\x7e]/g, '?')
}

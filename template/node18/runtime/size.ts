const UNIT_BYTES: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 }

/**
 * Reads a size as the official templates do: a number with a unit of 1024, or a number of bytes.
 * Source: https://github.com/visionmedia/bytes.js (without its negative sizes)
 *
 * @returns whole bytes, or undefined when the text is neither form
 * @example parseSize('1.5kb') // 1536
 */
export function parseSize(text: string): number | undefined {
  const [, count, unit = 'b'] = /^(\d+(?:\.\d+)?) *([kmg]?b)?$/i.exec(text.trim()) ?? []
  if (count === undefined) return undefined
  const bytes = Math.floor(Number(count) * (UNIT_BYTES[unit.toLowerCase()] ?? Number.NaN))
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined
}

const single = new Float32Array(1)
const bits = new Uint32Array(single.buffer)

/** The significand shifted right, rounded to the nearest, ties to even. */
function shiftToEven(significand: number, shift: number): number {
  const kept = significand >>> shift
  const rest = significand & ((1 << shift) - 1)
  const half = 1 << (shift - 1)
  return kept + (rest > half || (rest === half && kept & 1) ? 1 : 0)
}

/**
 * The bits of a number as IEEE 754 binary16, rounded to the nearest, ties to even.
 * @throws Error when the number is beyond float16's range
 * @example toFloat16(1) // 0x3c00
 */
export function toFloat16(value: number): number {
  single[0] = value
  const word = bits[0] ?? 0
  const sign = (word >>> 16) & 0x8000
  const exponent = ((word >>> 23) & 255) - 112
  const fraction = word & 0x7fffff
  const magnitude =
    exponent < -10
      ? 0
      : exponent <= 0
        ? shiftToEven(fraction | 0x800000, 14 - exponent)
        : shiftToEven((exponent << 23) | fraction, 13)
  if (exponent >= 31 || magnitude >= 0x7c00) throw new Error(`Expected a number within float16 but received ${value}`)
  return sign | magnitude
}

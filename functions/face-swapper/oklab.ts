/** Three numbers a pixel: lightness 0 to 1, then green to red and blue to yellow, about -0.4 to 0.4. */
export type Oklab = [lightness: number, a: number, b: number]

const LEVELS = 4096

const TO_LINEAR = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
})

/** By the square root of the linear value: dark tones need more steps. */
const FROM_ROOT = Uint8Array.from({ length: LEVELS + 1 }, (_, level) => {
  const value = (level / LEVELS) ** 2
  return Math.round(255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055))
})

/**
 * Turns a pixel of sRGB into OKLab, in which equal steps look alike.
 * Source: B. Ottosson, A perceptual color space for image processing, 2020, https://bottosson.github.io/posts/oklab/
 *
 * @param at of the pixel's red byte; green and blue follow
 * @param into is overwritten
 * @example readOklab(Uint8Array.of(255, 255, 255), 0, [0, 0, 0]) // [1, 0, 0], to seven decimals
 */
export function readOklab(pixels: Uint8Array, at: number, into: Oklab): Oklab {
  const red = TO_LINEAR[pixels[at] as number] as number
  const green = TO_LINEAR[pixels[at + 1] as number] as number
  const blue = TO_LINEAR[pixels[at + 2] as number] as number
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  into[0] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
  into[1] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  into[2] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return into
}

/** Writes a pixel of OKLab as the nearest bytes of sRGB; what sRGB cannot show is cut off. */
export function writeOklab([lightness, a, b]: Oklab, pixels: Uint8Array, at: number): void {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  pixels[at] = toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  pixels[at + 1] = toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  pixels[at + 2] = toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
}

function toByte(linear: number): number {
  if (linear <= 0) return 0
  return linear >= 1 ? 255 : (FROM_ROOT[Math.round(Math.sqrt(linear) * LEVELS)] as number)
}

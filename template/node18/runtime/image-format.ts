export type ImageFormat = 'JPEG' | 'PNG' | 'WebP' | 'GIF' | 'TIFF' | 'AVIF' | 'HEIC'

const BOX_HEADER = 8
const MAX_BRANDS = 16
const AVIF_BRANDS = new Set(['avif', 'avis'])
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'])

const SIGNATURES: readonly (readonly [ImageFormat, RegExp])[] = [
  ['JPEG', /^ffd8ff/],
  ['PNG', /^89504e470d0a1a0a/],
  ['WebP', /^52494646.{8}57454250/],
  ['GIF', /^47494638(?:37|39)61/],
  ['TIFF', /^(?:4949(?:2a|2b)00|4d4d00(?:2a|2b))/],
]

/**
 * Tells a picture's format by its first bytes, whatever the caller's content type says.
 * Sources: the signatures of the formats; ISO/IEC 14496-12 §4.3 for the brands of AVIF and HEIC.
 *
 * @returns undefined when it is none that the functions know
 */
export function detectFormat(bytes: Buffer): ImageFormat | undefined {
  const head = bytes.toString('hex', 0, 12)
  return SIGNATURES.find(([, signature]) => signature.test(head))?.[0] ?? detectBrand(bytes)
}

/** A file of the HEIF family says in its first box what it may be read as; the AV1 brands win over the general ones. */
function detectBrand(bytes: Buffer): ImageFormat | undefined {
  if (bytes.toString('latin1', 4, BOX_HEADER) !== 'ftyp') return undefined
  const end = Math.min(bytes.length, bytes.readUInt32BE(0), BOX_HEADER + 4 * MAX_BRANDS)
  const brands: string[] = []
  for (let at = BOX_HEADER; at + 4 <= end; at += 4) brands.push(bytes.toString('latin1', at, at + 4))
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return 'AVIF'
  return brands.some((brand) => HEIC_BRANDS.has(brand)) ? 'HEIC' : undefined
}

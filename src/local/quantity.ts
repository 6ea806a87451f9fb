const SCALE: Readonly<Record<string, number>> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
}

/** Kubernetes' notation of an amount of memory or CPU: "512Mi", "500m", "2". */
export const QUANTITY = /^(\d+(?:\.\d+)?)(m|k|M|G|Ki|Mi|Gi)?$/

/** Orders two quantities: negative, zero or positive as the first is less than, equal to or more than the second. */
export function compareQuantities(first: string, second: string): number {
  return parseQuantity(first) - parseQuantity(second)
}

/** @example parseQuantity('500m') // 0.5 */
export function parseQuantity(quantity: string): number {
  const [, number, suffix = ''] = QUANTITY.exec(quantity) ?? []
  return Number(number) * (SCALE[suffix] ?? Number.NaN)
}

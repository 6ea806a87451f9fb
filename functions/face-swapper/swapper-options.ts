import { InputError } from '#runtime/errors'

/**
 * Reads whether several source faces are a fault: `?strict=1`. Without it, the largest is taken.
 *
 * @throws InputError when it is anything but 0 or 1
 * @example readStrict(new URLSearchParams('strict=1')) // true
 */
export function readStrict(query: URLSearchParams): boolean {
  const text = query.getAll('strict').join(' and ')
  if (text !== '' && text !== '0' && text !== '1') {
    const received = JSON.stringify(text.slice(0, 40))
    throw new InputError('parameter-invalid', { expected: '0 or 1', name: 'strict', received })
  }
  return text === '1'
}

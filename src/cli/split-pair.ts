import { ConfigError } from '../errors.ts'

/** Splits KEY=VALUE at its first equals sign. @throws ConfigError */
export function splitPair(text: string, option: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new ConfigError(`Expected key=value for ${option} but received "${text}"`)
  return [text.slice(0, at), text.slice(at + 1)]
}

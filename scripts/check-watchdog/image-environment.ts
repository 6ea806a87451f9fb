import { readFileSync } from 'node:fs'

const SETTING = /^(?:ENV)?\s+(\w+)=(?:"([^"]*)"|(\S+))/gm

/** The variables that a Dockerfile sets for its function, so that what is checked here is what an image runs. */
export function readImageEnvironment(dockerfile: string): Record<string, string> {
  const settings = readFileSync(dockerfile, 'utf8').replace(/^[\s\S]*?(?=^ENV )/m, '')
  const found = [...settings.matchAll(SETTING)].map(([, name, quoted, bare]) => [name, quoted ?? bare])
  return Object.fromEntries(found)
}

import { readFileSync } from 'node:fs'

/** A fenced block of a page: its language, what stands beside it in the info string, and its text. */
export interface Block {
  readonly language: string
  readonly info: Readonly<Record<string, string>>
  readonly text: string
}

const FENCE = /^```(\w+)([^\n]*)\n(.*?)^```$/gms

/**
 * Reads the fenced blocks of a Markdown page, in order. An info string such as `ts title=handler.ts` is a language and
 * then words, with or without a value.
 */
export function readBlocks(path: string): Block[] {
  return [...readFileSync(path, 'utf8').matchAll(FENCE)].map(([, language = '', info = '', text = '']) => ({
    language,
    info: Object.fromEntries([...info.matchAll(/(\w+)(?:=(\S+))?/g)].map(([, word, value = '']) => [word, value])),
    text,
  }))
}

/** One example of a README: what is typed, and what the block after it shows. */
export interface Example {
  readonly command: string
  readonly shown?: { readonly form: 'json' | 'http'; readonly text: string }
}

export interface HttpHead {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
}

const EXAMPLE = /^```sh\n(.*?)^```\n(?:^```(json|http)\n(.*?)^```\n)?/gms

/** Reads the examples of a README: every block of `sh`, with the block of `json` or `http` that follows at once. */
export function readExamples(markdown: string): Example[] {
  return [...markdown.matchAll(EXAMPLE)].map(([, command = '', form, text = '']) => {
    return form === undefined ? { command } : { command, shown: { form: form as 'json' | 'http', text } }
  })
}

/** The files that a command's `-o` writes. */
export function listOutputs(command: string): string[] {
  return [...command.matchAll(/\s-o\s+(\S+)/g)].map(([, path = '']) => path)
}

/** Reads a status line and the headers under it, names in lower case; of several heads, as after a 100, the last. */
export function readHead(text: string): HttpHead {
  const [first = '', ...lines] =
    text
      .trim()
      .split(/\r?\n\r?\n/)
      .at(-1)
      ?.split(/\r?\n/) ?? []
  const headers = lines
    .filter((line) => line.includes(':'))
    .map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
    })
  return { status: Number(/^HTTP\/\S+ (\d{3})/.exec(first)?.[1]), headers: new Map(headers) }
}

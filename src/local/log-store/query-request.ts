/** What the query worker is asked. */
export type QueryRequest =
  | { readonly kind: 'instant'; readonly query: string; readonly timeNs: bigint }
  | {
      readonly kind: 'range'
      readonly query: string
      readonly startNs: bigint
      readonly endNs: bigint
      readonly stepNs: bigint
    }

/** What it answers: a body, or why there is none (`refused` when the query is at fault). */
export type QueryReply = { readonly body: string } | { readonly fault: string; readonly refused: boolean }

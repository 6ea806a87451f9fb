import { isDeepStrictEqual } from 'node:util'
import { Command } from 'commander'
import type { EvaluationRecord } from '../src/verdict/evaluation.ts'
import { articleLines, CONDITIONS, type LogLine, withWatchdogLines } from '../test/gate/article-lines.ts'
import { pushLines } from '../test/gate/fixture-loki.ts'
import { runCheck } from '../test/gate/run-check.ts'

const FEATURES = ['article', 'fields'].map((name) => `test/fixtures/contracts/${name}.feature`)

interface Row {
  readonly condition: string
  readonly verdicts: string
  readonly counts: string
  readonly same: boolean
}

async function judge(
  args: readonly string[],
  setting: Parameters<typeof runCheck>[1],
): Promise<EvaluationRecord['contracts']> {
  const run = await runCheck([...FEATURES, '--json', ...args], setting)
  if (run.code === 2) throw new Error(run.stderr)
  return (JSON.parse(run.stdout) as EvaluationRecord).contracts
}

interface Case {
  readonly name: string
  readonly tenant: string
  readonly lines: readonly LogLine[]
}

/** Every condition with and without of-watchdog's lines, each in a tenant of its own. */
function makeCases(at: string): Case[] {
  const endNs = BigInt(Date.parse(at)) * 1_000_000n
  return CONDITIONS.flatMap((condition) => {
    const lines = articleLines(condition, endNs)
    const tenant = `${condition}-${endNs}`
    return [
      { name: condition, tenant, lines },
      { name: `${condition}, half of-watchdog's`, tenant: `${tenant}-mixed`, lines: withWatchdogLines(lines) },
    ]
  })
}

/** Judges the article's contracts, and promises on numbers of its log, on the same lines in memory and in a Loki. */
async function compare(loki: string): Promise<Row[]> {
  const at = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString()
  const rows: Row[] = []
  for (const { name, tenant, lines } of makeCases(at)) {
    await pushLines(loki, lines, tenant)
    const inMemory = await judge(['--at', at], { lines })
    const inLoki = await judge(['--at', at, '--loki', loki], { env: { LOKI_ORG_ID: tenant } })
    rows.push({
      condition: name,
      verdicts: inLoki.map(({ verdict }) => verdict).join(' '),
      counts: inLoki.map(({ n, k }) => `${k}/${n}`).join(' '),
      same: isDeepStrictEqual(inMemory, inLoki),
    })
  }
  return rows
}

async function main(): Promise<void> {
  const { loki } = new Command()
    .description(
      "judges the article's contracts, and promises on numbers of its log, on the same lines in memory and in a real Loki",
    )
    .requiredOption('--loki <url>', 'address of a running Loki with tenants (auth_enabled: true)')
    .parse()
    .opts<{ loki: string }>()
  const rows = await compare(loki)
  console.table(rows)
  process.exitCode = rows.every(({ same }) => same) ? 0 : 1
}

main().catch((error: Error & { code?: string }) => {
  console.error(
    `Cannot compare: ${error.code === 'ECONNREFUSED' ? 'no Loki answers at the address of --loki' : error.message}`,
  )
  process.exitCode = 2
})

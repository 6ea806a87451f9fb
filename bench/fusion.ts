/** `npm run bench:fusion`: face-fusion through the gateway against the longest way through its stages, each called alone; interleaved. */
import { loadavg } from 'node:os'
import { startPipeline } from '../test/face-fusion/pipeline.ts'
import { median, percentile } from './figures.ts'
import { type Call, callGateway, type Plan, planFusion } from './fusion-stages.ts'

const ROUNDS = Number(process.argv[2] ?? 25)
const WARM_UP_ROUNDS = 5
const WORKERS = 2

/** Milliseconds of one round. */
interface Round {
  readonly fusion: number
  /** Of each stage the slowest of the calls that face-fusion makes at once. */
  readonly stages: Readonly<Record<string, number>>
}

async function measureRound(gatewayUrl: string, { fusion, stages }: Plan): Promise<Round> {
  const time = async (call: Call) => {
    const startMs = performance.now()
    await callGateway(gatewayUrl, call)
    return performance.now() - startMs
  }
  const fusionMs = await time(fusion)
  const alone: Record<string, number> = {}
  for (const [name, calls] of Object.entries(stages)) {
    alone[name] = 0
    for (const call of calls) alone[name] = Math.max(alone[name], await time(call))
  }
  return { fusion: fusionMs, stages: alone }
}

const sumStages = ({ stages }: Round) => Object.values(stages).reduce((sum, ms) => sum + ms, 0)

function show(rounds: readonly Round[]): void {
  const row = (name: string, pick: (round: Round) => number, digits = 0) => {
    const values = rounds.map(pick)
    console.log(`| ${name} | ${median(values).toFixed(digits)} | ${percentile(values, 0.9).toFixed(digits)} |`)
  }
  console.log('| | p50 | p90 |\n|---|---|---|')
  for (const name of Object.keys(rounds[0]?.stages ?? {})) row(`${name}, alone, ms`, ({ stages }) => stages[name] ?? 0)
  row('their sum, ms', sumStages)
  row('face-fusion, ms', ({ fusion }) => fusion)
  row('face-fusion, of the sum of its round', (round) => round.fusion / sumStages(round), 3)
}

async function main(): Promise<void> {
  console.log(`Load average before: ${loadavg()[0]?.toFixed(1)}; ${ROUNDS} rounds`)
  const platform = await startPipeline(WORKERS)
  try {
    const plan = await planFusion(platform.gatewayUrl)
    const rounds: Round[] = []
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++)
      rounds.push(await measureRound(platform.gatewayUrl, plan))
    show(rounds.slice(WARM_UP_ROUNDS))
  } finally {
    await platform.end()
  }
}

void main()

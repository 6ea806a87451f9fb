/** `npm run bench:fusion`: face-fusion through the gateway against the longest way through its stages, each called alone; interleaved. */
import { loadavg } from 'node:os'
import { startPipeline } from '../test/face-fusion/pipeline.ts'
import { median } from './figures.ts'
import { type Call, callGateway, type Plan, planFusion } from './fusion-stages.ts'

const ROUNDS = Number(process.argv[2] ?? 25)
const WARM_UP_ROUNDS = 5
const WORKERS = 2

/** Milliseconds of each stage. */
type Stages = Readonly<Record<string, number>>

interface Round {
  readonly fusion: number
  /** The slowest of the calls that face-fusion makes at once, each made alone. */
  readonly alone: Stages
  /** The same calls at once, as face-fusion makes them. */
  readonly atOnce: Stages
  /** As face-fusion says. */
  readonly within: Stages
}

async function time<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const startMs = performance.now()
  const result = await work()
  return { ms: performance.now() - startMs, result }
}

async function measureRound(gatewayUrl: string, { fusion, stages }: Plan): Promise<Round> {
  const ask = (call: Call) => time(() => callGateway(gatewayUrl, call))
  const { ms, result } = await ask(fusion)
  const alone: Record<string, number> = {}
  const atOnce: Record<string, number> = {}
  const within: Record<string, number> = {}
  for (const [name, calls] of Object.entries(stages)) {
    within[name] = Number(result.headers.get(`x-vouch-${name}-ms`))
    atOnce[name] = (await time(() => Promise.all(calls.map(ask)))).ms
    const each: number[] = []
    for (const call of calls) each.push((await ask(call)).ms)
    alone[name] = Math.max(...each)
  }
  return { fusion: ms, alone, atOnce, within }
}

const sum = (stages: Stages) => Object.values(stages).reduce((total, ms) => total + ms, 0)

function show(rounds: readonly Round[]): void {
  const p50 = (pick: (round: Round) => number, digits = 0) => median(rounds.map(pick)).toFixed(digits)
  const row = (name: string, pick: (stages: Stages) => number) => {
    const columns = [
      p50(({ alone }) => pick(alone)),
      p50(({ atOnce }) => pick(atOnce)),
      p50(({ within }) => pick(within)),
    ]
    console.log(`| ${[name, ...columns].join(' | ')} |`)
  }
  console.log(
    '| stage, p50 | each call alone, ms | its calls at once, ms | within face-fusion, ms |\n|---|---|---|---|',
  )
  for (const name of Object.keys(rounds[0]?.alone ?? {})) row(name, (stages) => stages[name] ?? Number.NaN)
  row('all', sum)
  const ratios = (['alone', 'atOnce'] as const).map((how) => p50((round) => round.fusion / sum(round[how]), 3))
  console.log(
    `face-fusion ${p50(({ fusion }) => fusion)} ms: of each call alone ${ratios[0]}, of its calls at once ${ratios[1]}`,
  )
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

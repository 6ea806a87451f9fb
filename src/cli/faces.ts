import { Command } from 'commander'
import { compareEncodings, type EncodedFace, encodeLargestFace, SAME_PERSON } from '../client/compare-faces.ts'
import { createFunctionsClient, type FunctionsClient } from '../client/functions-client.ts'
import { ProblemError } from '../client/problem-error.ts'
import { ACCESS_HELP, addGatewayOptions, type GatewayOptions, readGatewayAccess } from './gateway-access.ts'
import { print } from './print.ts'
import { withProgress } from './progress.ts'
import { requireFile } from './request-files.ts'

interface Options extends GatewayOptions {
  readonly json?: boolean
}

/** A picture and its largest face. */
interface Found extends EncodedFace {
  readonly file: string
}

const { distance: THRESHOLD, falseRejects, falseAccepts } = SAME_PERSON

const EXAMPLES = `
The largest face of each picture is taken. Under the distance ${THRESHOLD} two are called the same person; that was wrong for
${falseRejects.count} of ${falseRejects.of} pairs of one person and ${falseAccepts.count} of ${falseAccepts.of} pairs of two (docs/measurements/face-encoder.md).
Exit code: 0 the faces were compared, 1 a picture has no face or was refused, 2 no answer.
${ACCESS_HELP}

Examples:
  vouch faces compare passport.jpg selfie.jpg
  vouch faces compare a.jpg b.jpg --json | jq .distance`

/** `vouch faces`: questions that face-detector and face-encoder answer together. */
export function facesCommand(): Command {
  const compare = new Command('compare')
    .description('say whether two pictures show the same person')
    .argument('<a>', 'picture')
    .argument('<b>', 'picture')
    .option('--json', 'print the comparison as JSON')
  addGatewayOptions(compare)
    .addHelpText('after', EXAMPLES)
    .action(async (a: string, b: string, options: Options) => {
      process.exitCode = await compareFiles([a, b], options)
    })
  return new Command('faces').description('compare faces').addCommand(compare.exitOverride())
}

async function compareFiles(files: readonly [string, string], options: Options): Promise<0 | 1> {
  const { url } = readGatewayAccess(options, process.env)
  for (const file of files) await requireFile(file)
  const client = createFunctionsClient(url)
  const [a, b] = await withProgress(process.stderr, 'Comparing faces', () =>
    Promise.all([findFace(client, files[0]), findFace(client, files[1])]),
  )
  for (const complaint of [a, b]) if (typeof complaint === 'string') process.stderr.write(`vouch: ${complaint}\n`)
  if (typeof a === 'string' || typeof b === 'string') return 1
  const comparison = compareEncodings(a, b)
  await print([options.json ? toJson(comparison, [a, b]) : describe(comparison, [a, b])])
  return 0
}

/** @returns a sentence where there is no face, or the picture was refused */
async function findFace(client: FunctionsClient, file: string): Promise<Found | string> {
  try {
    const found = await encodeLargestFace(client, file)
    return found === undefined ? `No face was found in ${file}` : { ...found, file }
  } catch (error) {
    if (error instanceof ProblemError) return `${file}: ${error.message}`
    throw error
  }
}

type Comparison = ReturnType<typeof compareEncodings>

function describe({ distance, isSame }: Comparison, found: readonly Found[]): string {
  const verdict = isSame ? 'The same person' : 'Different people'
  const several = found.filter(({ faces }) => faces > 1)
  return [
    `${verdict}: distance ${distance.toFixed(3)}, ${isSame ? 'under' : 'not under'} ${THRESHOLD}.`,
    `That is wrong for ${rate(falseRejects)} of pairs of one person, ${rate(falseAccepts)} of pairs of two.`,
    ...several.map(({ file, faces }) => `${file} has ${faces} faces: the largest was taken.`),
    '',
  ].join('\n')
}

function rate({ count, of }: { readonly count: number; readonly of: number }): string {
  return `${((100 * count) / of).toFixed(1)} % (${count} of ${of})`
}

function toJson({ distance, isSame }: Comparison, found: readonly Found[]): string {
  return `${JSON.stringify({
    same: isSame,
    distance,
    threshold: THRESHOLD,
    false_rejects: falseRejects,
    false_accepts: falseAccepts,
    model: found[0]?.model,
    pictures: found.map(({ file, faces, face: { box, score }, quality }) => ({ file, faces, box, score, quality })),
  })}\n`
}

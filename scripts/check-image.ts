/** Runs an image that was built of template/node18 and prints, as a table, what it does; see docs/measurements/image.md. */
import { Command } from 'commander'
import { CHECKS, type Row } from '../test/image/checks.ts'
import { lookIntoImage } from '../test/image/contents.ts'
import { Container, docker } from '../test/image/docker.ts'

interface Options {
  readonly image: string
  readonly network?: string
}

function show(rows: readonly Row[]): void {
  for (const { what, seen, asExpected } of rows) {
    const mark = asExpected === undefined ? '-' : asExpected ? 'yes' : 'no'
    console.log(`| ${what} | ${seen} | ${mark} |`)
    if (asExpected === false) process.exitCode = 1
  }
}

async function main(): Promise<void> {
  const { image, network } = new Command()
    .requiredOption('--image <name>', 'the image of the image-classifier, already built')
    .option('--network <name>', "a network of Docker's, where its default one is off")
    .parse()
    .opts<Options>()
  await docker('image', 'inspect', image)
  console.log('| what | seen | as expected |\n|---|---|---|')
  show(await lookIntoImage(image))
  for (const { options, look } of CHECKS) {
    const container = await Container.start(image, [...(network ? ['--network', network] : []), ...options])
    try {
      show(await look(container))
    } finally {
      await container.remove()
    }
  }
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 2
})

/** Makes the files of models/ again from the packages that they come from, and compares their sha256 with their cards. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { verifyModels } from './models/verify.ts'

async function main(): Promise<void> {
  const { verify } = new Command('npm run models --')
    .requiredOption('--verify <folder>', 'holds the source packages as downloaded; models/README.md names them')
    .parse()
    .opts<{ verify: string }>()
  if (!existsSync(verify)) throw new Error(`Expected a folder for --verify but received ${verify}`)
  console.log('| file | outcome | |\n|---|---|---|')
  for (const { file, outcome, detail } of await verifyModels(verify, join(__dirname, '..', 'models'))) {
    console.log(`| ${file} | ${outcome} | ${detail} |`)
    if (outcome === 'differs' || outcome === 'failed') process.exitCode = 1
  }
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 2
})

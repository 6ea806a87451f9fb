import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderGolden } from '../test/golden/render.ts'

/** Rewrites test/golden from the code as it is; read the difference before it is committed. */
const folder = join(__dirname, '..', 'test', 'golden')
for (const [name, content] of Object.entries(renderGolden())) writeFileSync(join(folder, name), content)

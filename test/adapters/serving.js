/** `sanad serve`, with a clock that a test sets: a file says by how many milliseconds it is off. Looks often, and waits for nobody long. */
import { readFileSync } from 'node:fs'
import { readConfig } from '../../dist/adapters/config.js'
import { serve } from '../../dist/adapters/serve.js'

const { SANAD_TEST_CLOCK = '', SANAD_TEST_LEASE = '1500', CORPUS_DIR = '' } = process.env
const clock = () => Date.now() + Number(readFileSync(SANAD_TEST_CLOCK, 'utf8') || 0)
const say = (line) => void process.stderr.write(`${line}\n`)
process.exitCode = await serve(
  readConfig(process.env),
  [CORPUS_DIR],
  { say, report: say, color: false, version: '0' },
  {
    clock,
    between: 60,
    lease: Number(SANAD_TEST_LEASE),
  },
)

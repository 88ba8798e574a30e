/** The process that reads a file for `file-reader.ts`: it is told of one, answers and ends. */
import { runInNewContext } from 'node:vm'
import { parseDocument } from '../../src/index.ts'
import type { Answer, Task } from './file-reader.ts'
import { readSource } from './source.ts'

process.once('message', (task: Task) => {
  process.send?.(answerTo(task), () => process.connected && process.disconnect())
})

function answerTo({ id, file, bytes, milliseconds, parsing }: Task): Answer {
  try {
    const reading = within(milliseconds, () => readSource(id, file, bytes))
    if ('refusal' in reading) return { refusal: reading.refusal }
    const { source, doubts } = reading
    if (!/[\p{L}\p{N}]/u.test(source.text)) return { refusal: 'empty' }
    within(parsing, () => parseDocument(source))
    return { source, doubts: [...new Set(doubts.map(({ doubt }) => doubt))] }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { refusal: code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? 'slow' : 'broken' }
  }
}

/** What `make` makes, unless that takes longer. Only a script of `vm` can be stopped from inside its own thread. */
function within<Made>(milliseconds: number, make: () => Made): Made {
  return runInNewContext('make()', { make }, { timeout: milliseconds })
}

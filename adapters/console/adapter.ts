/**
 * The terminal as a chat network: a line is a message, numbers choose the actions of the last reply. It is the first adapter
 * of the port and the one to read first.
 */
import { createInterface, type Interface } from 'node:readline'
import { type Action, type ChatAdapter, type Incoming, languageOf, phrases, type Reply } from '../../src/index.ts'
import { decode } from './decode.ts'
import { render } from './render.ts'

export interface ConsoleStreams {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  /** Whether a person types: a prompt, line editing and history, wrapped lines. */
  readonly interactive: boolean
  readonly color: boolean
  /** See `Screen.reader`. */
  readonly reader?: string | undefined
  /** Hears what went wrong inside; the person reads one apology. */
  readonly onError: (error: unknown) => void
}

/** Resolves `finished` when the input ends or the person leaves with /exit or Ctrl+D. */
export interface ConsoleAdapter extends ChatAdapter {
  readonly finished: Promise<void>
}

const UNKNOWN_WIDTH = 80

/** A console adapter over two streams. */
export function createConsoleAdapter({
  input,
  output,
  interactive,
  color,
  reader,
  onError,
}: ConsoleStreams): ConsoleAdapter {
  let lines: Interface | undefined
  let actions: readonly Action[] = []
  let count = 0
  let working: Promise<void> = Promise.resolve()
  let finish: () => void = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })

  const write = (reply: Reply): void => {
    const columns = 'columns' in output && typeof output.columns === 'number' ? output.columns : UNKNOWN_WIDTH
    output.write(`${render(reply, { columns: interactive ? columns : undefined, color, reader })}\n`)
    actions = reply.flatMap((block) => (block.type === 'actions' ? block.actions : []))
  }

  const chosen = (line: string): string | undefined =>
    /^\d{1,2}$/.test(line.trim()) ? actions[Number(line.trim()) - 1]?.command : undefined

  const answer = async (incoming: Incoming, handle: (incoming: Incoming) => Promise<Reply>): Promise<void> => {
    try {
      write(await handle(incoming))
    } catch (error) {
      onError(error)
      write([{ type: 'text', text: phrases(languageOf(incoming.text)).apology }])
    }
  }

  return {
    platform: 'console',
    finished,
    async start(handle) {
      const opened = createInterface({
        input,
        output,
        terminal: interactive,
        prompt: interactive ? '\u203A ' : '',
        historySize: 500,
        removeHistoryDuplicates: true,
      })
      lines = opened
      opened.on('line', (line) => {
        if (/^\/(?:exit|quit)$/.test(line.trim())) return opened.close()
        // Lines wait for each other: a number chooses among the actions of the answer that precedes it.
        working = working.then(async () => {
          const incoming = decode(chosen(line) ?? line, ++count)
          if (incoming !== undefined) await answer(incoming, handle)
          if (interactive && lines === opened) opened.prompt()
        })
      })
      opened.once('close', () => {
        lines = undefined
        void working.then(finish)
      })
      if (interactive) opened.prompt()
    },
    isConnected: () => lines !== undefined,
    async deliver(_address, reply) {
      write(reply)
      return { messages: [] }
    },
    async stop() {
      lines?.close()
      await working
      finish()
    },
  }
}

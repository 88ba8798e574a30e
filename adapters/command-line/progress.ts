/** A progress bar on standard error, for work that turns out to take longer than a second. */
import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  update(done: number, total: number): void
  stop(): void
}

const PATIENCE = 1000

/** A bar that shows itself after a second, in a terminal only. `now` reads a clock in milliseconds. */
export function createProgress(label: string, output: NodeJS.WriteStream, now: () => number): Progress {
  const started = now()
  let bar: SingleBar | undefined
  return {
    update(done, total) {
      if (bar === undefined && output.isTTY && now() - started > PATIENCE) {
        bar = new SingleBar(
          { format: `${label} {bar} {value}/{total}`, stream: output, clearOnComplete: true, noTTYOutput: false },
          Presets.shades_classic,
        )
        bar.start(total, done)
      }
      bar?.update(done)
    },
    stop() {
      bar?.stop()
    },
  }
}

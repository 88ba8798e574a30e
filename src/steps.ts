/** Long work in small steps: a generator that yields between them, so that whoever drives it can let others work. */

/** Does all that is left at one go. */
export function finish<Result>(steps: Generator<unknown, Result, void>): Result {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** A wait with an end, for what is asked by whoever looks in from outside: they get an answer, whatever hangs. */

/** What comes of some work, or nothing where it fails or takes more than so many milliseconds. Never rejects. */
export async function within<Result>(
  milliseconds: number,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result } | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds)
  })
  // Called in a function of its own, so that what throws before it waits has failed like any other.
  const done = (async () => ({ result: await work() }))().catch(() => undefined)
  try {
    return await Promise.race([done, late])
  } finally {
    clearTimeout(timer)
  }
}

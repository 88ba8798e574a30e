import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with one line that a person or a script can read: `N passed, N failed`. Skipped tests are named by the default reporter. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const passed = tests.filter((test) => test.result().state === 'passed').length
    // A file that does not load, or an error outside any test, is a failure too.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length
    const failed = tests.filter((test) => test.result().state === 'failed').length + broken
    setImmediate(() => process.stdout.write(`${passed} passed, ${failed} failed\n`))
  }
}

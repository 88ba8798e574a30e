import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/summary-reporter.ts'],
    // The question sets are measured in a test of their own, which is the longest.
    testTimeout: 60_000,
  },
})

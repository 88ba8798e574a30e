import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/summary-reporter.ts'],
    // The question sets are measured in a test of their own, which is the longest.
    testTimeout: 60_000,
  },
})

export default config

import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** They kill, starve and overload real processes. */
const ENDURANCE = [
  'test/adapters/*/{killed,situations}.test.ts',
  'test/adapters/files/file-reader.test.ts',
  'test/adapters/*/moderators-contract.test.ts',
  'test/adapters/*/faults*.test.ts',
  'test/adapters/store/sqlite.test.ts',
]
/** They measure what the machine can do at once, so nothing else runs beside them. */
const ALONE = ['test/adapters/discord/{load,bad-input,instances}.test.ts', 'test/adapters/*/slots.test.ts']
/** They look at the pages in a real browser. */
const BROWSER = ['test/browser/*.test.ts']

const config: ViteUserConfig = defineConfig({
  test: {
    reporters: ['default', './test/summary-reporter.ts'],
    // The question sets are measured in a test of their own, which is the longest.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: ['test/**/*.test.ts'],
          exclude: [...ENDURANCE, ...ALONE, ...BROWSER],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'endurance',
          include: ENDURANCE,
          // Most of the time is waiting: for limits, kills and faults.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: BROWSER,
          globalSetup: './test/browser/executable.ts',
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
})

export default config

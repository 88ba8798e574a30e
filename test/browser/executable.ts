/** Which browser the tests of the pages run in: once for all of them, before the first. */
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import npmChromium from '@sparticuz/chromium'
import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Chromium's path; empty where there is none that starts. */
    chromium: string
  }
}

/** What a browser on a machine without a screen and without a network needs; it asks nobody for news of its own. */
export const LAUNCH: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chromium as npm ships it, else the one of `CHROME_PATH`, else the system's. */
const CANDIDATES: readonly (() => Promise<string>)[] = [
  () => npmChromium.executablePath(),
  async () => {
    // One whose unpacking was stopped half-way stays as it is.
    await rm(join(tmpdir(), 'chromium'), { force: true })
    return npmChromium.executablePath()
  },
  async () => process.env['CHROME_PATH'] || '/usr/bin/chromium',
]

export default async function setup({ provide }: TestProject): Promise<void> {
  const reasons = new Set<string>()
  for (const candidate of CANDIDATES) {
    try {
      const executablePath = await candidate()
      await (await chromium.launch({ executablePath, args: [...LAUNCH] })).close()
      return provide('chromium', executablePath)
    } catch (error) {
      reasons.add(String(error).split('\n', 1)[0] ?? '')
    }
  }
  process.stderr.write(`No browser starts, so the pages are not tested in one. ${[...reasons].join(' · ')}\n`)
  provide('chromium', '')
}

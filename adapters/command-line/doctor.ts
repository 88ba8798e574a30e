/** `sanad doctor`: what is well, what is not, and what to do about it. */
import pc from 'picocolors'
import type { Finding } from '../../src/index.ts'
import type { Terminal } from './terminal.ts'

const SIGN: Readonly<Record<Finding['level'], string>> = { good: '✓', warning: '!', error: '✗' }

/** Prints findings; exit code 1 where one is an error. */
export function doctor(findings: readonly Finding[], color: boolean, terminal: Terminal): number {
  const paint = pc.createColors(color)
  const painted = { good: paint.green, warning: paint.yellow, error: paint.red }
  for (const { level, about, says, remedy } of findings) {
    terminal.print(`${painted[level](SIGN[level])} ${about}: ${says}\n`)
    if (remedy !== undefined) terminal.print(`    ${remedy}\n`)
  }
  return findings.some(({ level }) => level === 'error') ? 1 : 0
}

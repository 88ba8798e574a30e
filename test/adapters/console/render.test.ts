import { expect, test } from 'vitest'
import { render } from '../../../adapters/console/render.ts'
import type { Block } from '../../../src/index.ts'

const actions = (...labels: string[]): Block => ({
  type: 'actions',
  actions: labels.map((label) => ({ label, command: `/${label}` })),
})

test('what can be chosen is numbered in one row, however many blocks it stands in', () =>
  expect(render([actions('a', 'b'), { type: 'text', text: 'and' }, actions('c')])).toBe('1) a   2) b\n\nand\n\n3) c\n'))

import { expect, test } from 'vitest'
import { createSequence } from '../src/sequence.ts'

const gate = (): { open: () => void; opened: Promise<void> } => {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

test('tasks of one key run in order, one at a time', async () => {
  const sequence = createSequence()
  const first = gate()
  const log: string[] = []
  const a = sequence.run('chat', async () => {
    await first.opened
    log.push('first')
  })
  const b = sequence.run('chat', async () => void log.push('second'))
  await Promise.resolve()
  expect(log).toEqual([])
  first.open()
  await Promise.all([a, b])
  expect(log).toEqual(['first', 'second'])
})

test('another key does not wait', async () => {
  const sequence = createSequence()
  const never = gate()
  void sequence.run('slow', () => never.opened)
  await expect(sequence.run('other', async () => 'done')).resolves.toBe('done')
  never.open()
  await sequence.idle()
})

test('a task that fails fails alone', async () => {
  const sequence = createSequence()
  await expect(sequence.run('chat', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(sequence.run('chat', async () => 'next')).resolves.toBe('next')
})

test('idle waits for what is running and for what is waiting', async () => {
  const sequence = createSequence()
  const first = gate()
  let done = 0
  void sequence.run('a', () => first.opened.then(() => void done++))
  void sequence.run('a', async () => void done++)
  first.open()
  await sequence.idle()
  expect(done).toBe(2)
})

/** `sanad ask`, `search` and `summary`: one question, or a stream of them. */
import { createInterface } from 'node:readline'
import {
  type Citation,
  citationsInReader,
  explanationText,
  type Hit,
  languageOf,
  phrases,
  type Sanad,
  withoutControls,
} from '../../src/index.ts'
import type { Terminal } from './terminal.ts'

/** One question's answer, for a person; and why that is the answer, where that is wanted. */
export async function ask(sanad: Sanad, question: string, terminal: Terminal, explained: boolean): Promise<number> {
  const code = await reply(sanad, `/ask ${question}`, terminal)
  if (explained) {
    const text = explanationText(sanad.explain(question), phrases(languageOf(question)))
    terminal.print(`\n${terminal.render([{ type: 'text', text }])}`)
  }
  return code
}

/** What the documents say about a topic, for a person. */
export function summary(sanad: Sanad, topic: string, terminal: Terminal): Promise<number> {
  return reply(sanad, `/summary ${topic}`, terminal)
}

export function summaryJson(sanad: Sanad, topic: string, terminal: Terminal): number {
  terminal.print(`${JSON.stringify(linked(sanad.summarize(topic), terminal), null, 2)}\n`)
  return 0
}

async function reply(sanad: Sanad, text: string, terminal: Terminal): Promise<number> {
  const blocks = await sanad.handle({
    id: 'once',
    address: { platform: 'console', conversation: 'once' },
    place: 'private',
    from: 'operator',
    text,
    addressed: true,
  })
  // Nothing can be pressed after a single answer, so its actions are not shown.
  terminal.print(terminal.render(blocks.filter((block) => block.type !== 'actions')))
  return 0
}

export function askJson(sanad: Sanad, question: string, terminal: Terminal, explained: boolean): number {
  terminal.print(`${JSON.stringify(answerJson(sanad, question, terminal, explained), null, 2)}\n`)
  return 0
}

function answerJson(sanad: Sanad, question: string, terminal: Terminal, explained: boolean): object {
  const found = linked(sanad.ask(question), terminal)
  if (!explained) return found
  // The answer says the question already.
  const { question: _, ...explanation } = sanad.explain(question)
  return { ...found, explanation }
}

/** With citations that lead to the reader, where there is one. */
function linked<Cited extends { readonly citations: readonly Citation[] }>(found: Cited, { reader }: Terminal): Cited {
  return { ...found, citations: citationsInReader(found.citations, reader) }
}

/** The ranking as a table of a person: rank, score, place, opening words. */
export function search(sanad: Sanad, query: string, limit: number, terminal: Terminal): number {
  const hits = sanad.search(query, limit)
  if (hits.length === 0) terminal.print(`${phrases('ar').notFound}\n`)
  for (const [index, hit] of hits.entries()) {
    const place = [hit.document.title, ...hit.passage.section.slice(-1)].join(' — ')
    const opening = hit.passage.text.replace(/\s+/gu, ' ').slice(0, 160)
    terminal.print(`${index + 1}. ${hit.score.toFixed(2)}  ${withoutControls(place)}\n   ${withoutControls(opening)}\n`)
  }
  return 0
}

export function searchJson(sanad: Sanad, query: string, limit: number, terminal: Terminal): number {
  terminal.print(`${JSON.stringify({ query, hits: sanad.search(query, limit).map(hitJson) }, null, 2)}\n`)
  return 0
}

/** Answers every line of the input in order. A line that cannot be read gives a line that says so, and exit code 1. */
export async function askLines(sanad: Sanad, terminal: Terminal, explained: boolean): Promise<number> {
  return eachLine(terminal, ({ id, question }) => ({ id, ...answerJson(sanad, question, terminal, explained) }))
}

export async function searchLines(sanad: Sanad, limit: number, terminal: Terminal): Promise<number> {
  return eachLine(terminal, ({ id, question }) => ({ id, hits: sanad.search(question, limit).map(hitJson) }))
}

async function eachLine(
  terminal: Terminal,
  answer: (line: { id: unknown; question: string }) => object,
): Promise<number> {
  let number = 0
  let failed = false
  for await (const line of createInterface({ input: terminal.input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (line.trim() === '') continue
    const read = readLine(line)
    if (typeof read === 'string') {
      failed = true
      terminal.warn(`line ${number}: ${read}`)
      terminal.print(`${JSON.stringify({ id: null, error: `line ${number}: ${read}` })}\n`)
    } else terminal.print(`${JSON.stringify(answer(read))}\n`)
  }
  return failed ? 1 : 0
}

function readLine(line: string): { id: unknown; question: string } | string {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null) return 'expected an object such as {"id": "1", "question": "…"}'
    const { id, question, query } = value as Record<string, unknown>
    const text = question ?? query
    return typeof text === 'string' ? { id: id ?? null, question: text } : 'has no "question" that is a string'
  } catch {
    return 'is not JSON'
  }
}

function hitJson({ score, document, passage }: Hit, index: number): object {
  return {
    rank: index + 1,
    score,
    document: { id: document.id, title: document.title, file: document.file },
    passage: { id: passage.id, section: passage.section, text: passage.text, start: passage.start, end: passage.end },
  }
}

/**
 * A reply as lines of a terminal. In a terminal, lines are wrapped at its width, coloured, and opened by a right-to-left mark
 * where they are Arabic, so that a line which begins with a number or a Latin word keeps its order. Piped, the text is plain.
 */
import pc from 'picocolors'
import stringWidth from 'string-width'
import {
  type Block,
  citationLabel,
  inReader,
  isolate,
  isRightToLeft,
  phrases,
  type Reply,
  withoutControls,
} from '../../src/index.ts'

export interface Screen {
  /** Columns to wrap at; `undefined` for a pipe, which is not wrapped. */
  readonly columns: number | undefined
  readonly color: boolean
  /** The address under which documents can be read: where citations lead. */
  readonly reader?: string | undefined
}

const RLM = '\u200F'
const WIDEST = 100

/** The text of a reply, ending in a newline. Its actions are numbered, those of all blocks in one row, so that a number can be typed. */
export function render(reply: Reply, screen: Screen = { columns: undefined, color: false }): string {
  const paint = pc.createColors(screen.color)
  let actions = 0
  const lines = inReader(reply, screen.reader).flatMap((block) => {
    const rendered = renderBlock(block, screen, paint, actions)
    if (block.type === 'actions') actions += block.actions.length
    return [...rendered, '']
  })
  return `${lines.slice(0, -1).join('\n')}\n`
}

/** `before`: actions of the blocks before it. */
function renderBlock(
  block: Block,
  screen: Screen,
  paint: ReturnType<typeof pc.createColors>,
  before: number,
): string[] {
  switch (block.type) {
    case 'text':
    case 'notice':
    case 'pointer':
      return wrap(screen.columns === undefined ? withoutControls(block.text) : block.text, screen)
    case 'quote': {
      const text = block.marked === undefined ? block.text : mark(block.text, block.marked)
      return wrap(withoutControls(text), screen, '│ ').map((line) => paint.bold(line))
    }
    case 'citations':
      return block.citations.flatMap((citation) => [
        ...wrap(
          `[${citation.number}] ${citationLabel(citation, phrases(block.language), screen.columns === undefined ? withoutControls : isolate)}`,
          screen,
        ).map((line) => paint.cyan(line)),
        ...(citation.link === undefined ? [] : [paint.dim(citation.link)]),
      ])
    case 'chart':
      return []
    case 'actions':
      return wrap(block.actions.map(({ label }, index) => `${before + index + 1}) ${label}`).join('   '), screen).map(
        (line) => paint.dim(line),
      )
  }
}

function mark(text: string, { start, end }: { start: number; end: number }): string {
  return `${text.slice(0, start)}⟦${text.slice(start, end)}⟧${text.slice(end)}`
}

/** Lines of at most the screen's width, parted at spaces; a word longer than a line has one for itself. */
function wrap(text: string, { columns }: Screen, prefix: string = ''): string[] {
  if (columns === undefined) return text.split('\n').map((line) => `${prefix}${line}`)
  const width = Math.max(20, Math.min(columns, WIDEST) - stringWidth(prefix))
  return text.split('\n').flatMap((paragraph) => {
    const opening = isRightToLeft(paragraph) ? RLM : ''
    const lines: string[] = []
    let line = ''
    for (const word of paragraph.split(' ')) {
      if (line !== '' && stringWidth(`${line} ${word}`) > width) {
        lines.push(line)
        line = word
      } else line = line === '' ? word : `${line} ${word}`
    }
    return [...lines, line].map((wrapped) => `${opening}${prefix}${wrapped}`)
  })
}

/**
 * A chart as SVG: a bar a day in two parts, for a phone's width.
 *
 * 1. Everything is placed from left to right; where the language reads from right to left, places are mirrored, so that the first day and
 *    the axis are at the right.
 * 2. A text stands in an isolate of the language's direction, and is shortened where it would run into others.
 * 3. Navy and vermilion are told apart by colour-blind readers and without colours (3 to 1), and stand out from white (WCAG AA: 3 to 1
 *    for shapes, 4.5 to 1 for text).
 */
import { type Chart, type Language, withoutControls } from '../../src/index.ts'
import { gridLines } from './scale.ts'

export const FAMILY = 'IBM Plex Sans Arabic'
const WIDTH = 1080
const HEIGHT = 720
const MARGIN = 48

const COLOURS = ['#073763', '#d55e00'] as const
const INK = '#1a1a1a'
const FAINT = '#4d4d4d'
const GRID = '#d9d9d9'

const TITLE = { y: 88, size: 46, weight: 600 }
const LEGEND = { y: 154, size: 34, square: 30, gap: 14 }
const PLOT = { top: 226, bottom: 632 }
const NUMBER = { size: 28 }
const DAY = { y: 680, size: 30 }

/** How wide a character is, in parts of its height: more than the average of any text in our languages. */
const LETTER = 0.58
/** What a text may be made smaller by before it is cut. */
const SMALLEST = 0.7
const LOCALES: Readonly<Record<Language, string>> = { ar: 'ar-MA-u-nu-latn', fr: 'fr', en: 'en' }

interface Style {
  readonly size: number
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly weight?: number
  readonly colour?: string
}

/** A page to draw on, in its language's direction: `x` counts from the side where lines begin. */
interface Page {
  text(x: number, y: number, text: string, style: Style): string
  rect(kind: string, x: number, y: number, width: number, height: number, colour: string): string
  number(value: number): string
}

export function svg(chart: Chart): string {
  const page = pageIn(chart.language)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="${FAMILY}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    page.text(MARGIN, TITLE.y, ...fitted(chart.title, WIDTH - 2 * MARGIN, TITLE)),
    ...legend(chart, page),
    ...plot(chart, page),
    '</svg>',
  ].join('\n')
}

function legend({ parts, bars }: Chart, page: Page): string[] {
  const column = (WIDTH - 2 * MARGIN) / parts.length
  return parts.flatMap((part, at) => {
    const x = MARGIN + at * column
    const total = ` (${page.number(bars.reduce((sum, { values }) => sum + (values[at] ?? 0), 0))})`
    const label = x + LEGEND.square + LEGEND.gap
    const room = column - LEGEND.square - 2 * LEGEND.gap - widthOf(total, LEGEND.size)
    const [words, style] = fitted(part, room, LEGEND)
    return [
      page.rect('key', x, LEGEND.y - LEGEND.square + 4, LEGEND.square, LEGEND.square, COLOURS[at as 0 | 1]),
      page.text(label, LEGEND.y, words + total, style),
    ]
  })
}

function plot({ bars }: Chart, page: Page): string[] {
  const totals = bars.map(({ values: [lower, upper] }) => lower + upper)
  const lines = gridLines(totals.reduce((most, total) => Math.max(most, total), 0))
  const top = lines.at(-1) as number
  const left = MARGIN + Math.max(...lines.map((line) => widthOf(page.number(line), NUMBER.size))) + 16
  const slot = (WIDTH - MARGIN - left) / bars.length
  const width = Math.min(slot * 0.66, 96)
  const heightOf = (value: number): number => (value / top) * (PLOT.bottom - PLOT.top)
  const days = labelled(
    bars.map(({ label }) => label),
    slot,
  )
  const across = (value: number, colour: string): string =>
    page.rect('grid', left, PLOT.bottom - heightOf(value) - 1, WIDTH - MARGIN - left, 2, colour)
  return [
    ...lines.flatMap((line) => [
      across(line, GRID),
      page.text(left - 16, PLOT.bottom - heightOf(line) + 10, page.number(line), {
        size: NUMBER.size,
        anchor: 'end',
        colour: FAINT,
      }),
    ]),
    ...bars.flatMap(({ values: [lower, upper] }, at) => {
      const middle = left + (at + 0.5) * slot
      const x = middle - width / 2
      const parting = PLOT.bottom - heightOf(lower)
      const height = heightOf(lower + upper)
      return [
        page.rect('lower', x, parting, width, heightOf(lower), COLOURS[0]),
        page.rect('upper', x, PLOT.bottom - height, width, heightOf(upper), COLOURS[1]),
        ...(Math.min(heightOf(lower), heightOf(upper)) > 6
          ? [page.rect('parting', x, parting - 1.5, width, 3, '#ffffff')]
          : []),
        ...(lower + upper > 0 && widthOf(page.number(lower + upper), NUMBER.size) <= slot
          ? [
              page.text(middle, PLOT.bottom - height - 10, page.number(lower + upper), {
                size: NUMBER.size,
                anchor: 'middle',
              }),
            ]
          : []),
        ...(days[at] === undefined ? [] : [page.text(middle, DAY.y, ...days[at])]),
      ]
    }),
    across(0, FAINT),
  ]
}

/** The labels that there is room for: every one, or every second and so on, counted from the last, which is the one of today. */
function labelled(labels: readonly string[], slot: number): ([string, Style] | undefined)[] {
  const widest = Math.max(...labels.map((label) => widthOf(label, DAY.size)))
  // Those at the ends may reach into the margin.
  const room = Math.min(widest, slot + 2 * MARGIN)
  const every = Math.max(1, Math.ceil(room / slot))
  return labels.map((label, at) => {
    if ((labels.length - 1 - at) % every !== 0) return undefined
    const [words, style] = fitted(label, room, DAY)
    return [words, { ...style, anchor: 'middle' }]
  })
}

function pageIn(language: Language): Page {
  const isMirrored = language === 'ar'
  const format = new Intl.NumberFormat(LOCALES[language])
  const mirrored = { start: 'end', middle: 'middle', end: 'start' } as const
  return {
    text(x, y, text, { size, anchor = 'start', weight = 400, colour = INK }) {
      // SVG's own direction would turn what `start` means; here it is always the left.
      const place = isMirrored ? { x: WIDTH - x, anchor: mirrored[anchor] } : { x, anchor }
      const isolated = `${isMirrored ? '\u2067' : '\u2066'}${escaped(text)}\u2069`
      return `<text x="${round(place.x)}" y="${round(y)}" font-size="${round(size)}" font-weight="${weight}" text-anchor="${place.anchor}" fill="${colour}">${isolated}</text>`
    },
    rect(kind, x, y, width, height, colour) {
      const from = isMirrored ? WIDTH - x - width : x
      return `<rect class="${kind}" x="${round(from)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${colour}"/>`
    },
    number: (value) => format.format(value),
  }
}

/** A text made smaller and then shorter until it has room. */
function fitted(text: string, room: number, style: Style): [string, Style] {
  const shown = withoutControls(text)
  const size = style.size * Math.max(SMALLEST, Math.min(1, room / widthOf(shown, style.size)))
  if (widthOf(shown, size) <= room + 1) return [shown, { ...style, size }]
  const letters = [...new Intl.Segmenter('und').segment(shown)].map(({ segment }) => segment)
  return [
    `${letters
      .slice(0, Math.max(1, Math.floor(room / LETTER / size) - 1))
      .join('')
      .trimEnd()}…`,
    { ...style, size },
  ]
}

const widthOf = (text: string, size: number): number => text.length * LETTER * size

/** Text as XML may have it. */
function escaped(text: string): string {
  return withoutControls(text.toWellFormed())
    .replace(/[\uFFFE\uFFFF]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

const round = (value: number): number => Math.round(value * 100) / 100

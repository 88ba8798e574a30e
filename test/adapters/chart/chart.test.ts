import { describe, expect, test } from 'vitest'
import { draw, render } from '../../../adapters/chart/chart.ts'
import { gridLines } from '../../../adapters/chart/scale.ts'
import { svg } from '../../../adapters/chart/svg.ts'
import { type Chart, type Language, phrases } from '../../../src/index.ts'

const LANGUAGES: readonly Language[] = ['ar', 'fr', 'en']
const chartOf = (chart: Partial<Chart> = {}): Chart => ({
  title: 'Questions',
  language: 'en',
  parts: ['answered', 'no answer'],
  bars: Array.from({ length: 14 }, (_, at) => ({ label: `${at + 1}`, values: [(at * 7) % 23, (at * 5) % 9] })),
  ...chart,
})

interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly fill: string
}
const rectsOf = (drawing: string, kind: string): Rect[] =>
  [
    ...drawing.matchAll(
      new RegExp(`class="${kind}" x="(.+?)" y="(.+?)" width="(.+?)" height="(.+?)" fill="(.+?)"`, 'g'),
    ),
  ].map(([, x, y, width, height, fill = '']) => ({
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
    fill,
  }))
const textsOf = (drawing: string): string[] =>
  [...drawing.matchAll(/<text [^>]*>[\u2066\u2067](.*?)\u2069<\/text>/g)].map((match) => match[1] ?? '')

describe('bars', () => {
  test('are as high as their values, the upper part on the lower one', () => {
    const drawing = svg(chartOf())
    const lower = rectsOf(drawing, 'lower')
    const upper = rectsOf(drawing, 'upper')
    const [zero, most] = [rectsOf(drawing, 'grid').at(-1), rectsOf(drawing, 'grid').at(-2)]
    // The lines go to 30, and are two points thick.
    const unit = ((zero?.y ?? 0) - (most?.y ?? 0)) / 30
    for (const [at, { values }] of chartOf().bars.entries()) {
      expect(lower[at]?.height).toBeCloseTo(values[0] * unit, 1)
      expect(upper[at]?.height).toBeCloseTo(values[1] * unit, 1)
      expect((lower[at]?.y ?? 0) + (lower[at]?.height ?? 0)).toBeCloseTo((zero?.y ?? 0) + 1, 1)
      expect((upper[at]?.y ?? 0) + (upper[at]?.height ?? 0)).toBeCloseTo(lower[at]?.y ?? 0, 1)
    }
  })
  test('go from left to right, and in Arabic from right to left with the axis at the right', () => {
    const bars = rectsOf(svg(chartOf()), 'lower')
    const mirrored = rectsOf(svg(chartOf({ language: 'ar' })), 'lower')
    expect(bars).toHaveLength(14)
    expect(bars.map(({ x }) => x)).toEqual(bars.map(({ x }) => x).toSorted((a, b) => a - b))
    for (const [at, { x, width }] of bars.entries()) expect(mirrored[at]?.x).toBeCloseTo(1080 - x - width, 1)
    expect(svg(chartOf({ language: 'ar' }))).toContain(
      '<text x="1032" y="88" font-size="46" font-weight="600" text-anchor="end"',
    )
  })
  test('have their totals above them where there is room, and the legend has all', () => {
    const bars = [
      { label: '1', values: [2, 3] },
      { label: '2', values: [0, 0] },
      { label: '3', values: [10, 1] },
    ] as const
    expect(textsOf(svg(chartOf({ bars })))).toEqual([
      'Questions',
      'answered (12)',
      'no answer (4)',
      ...['0', '5', '10', '15'],
      ...['5', '1', '2', '11', '3'],
    ])
    const many = Array.from({ length: 40 }, (_, at) => ({ label: '', values: [at === 7 ? 123_456 : 7, 1] as const }))
    const texts = textsOf(svg(chartOf({ bars: many })))
    expect(texts.filter((text) => text === '8')).toHaveLength(39)
    expect(texts).not.toContain('123,457')
  })
  test('nothing asked, or no day at all, is drawn as well', async () => {
    for (const bars of [[], chartOf().bars.map(({ label }) => ({ label, values: [0, 0] as const }))]) {
      const drawing = svg(chartOf({ bars }))
      expect(drawing).not.toMatch(/NaN|Infinity|undefined/)
      expect(rectsOf(drawing, 'lower').every(({ height }) => height === 0)).toBe(true)
      await expect(render(drawing)).resolves.toBeDefined()
    }
  })
  test('where labels are long, the last and every so many before it keep theirs', () => {
    const bars = chartOf().bars.map(({ values }, at) => ({ label: `${10 + at}/11`, values }))
    const days = textsOf(svg(chartOf({ bars }))).filter((text) => text.endsWith('/11'))
    expect(days).toEqual(['11/11', '13/11', '15/11', '17/11', '19/11', '21/11', '23/11'])
  })
})

describe('grid lines', () => {
  for (const [most, lines] of [
    [0, [0, 1]],
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [6, [0, 2, 4, 6]],
    [27, [0, 10, 20, 30]],
    [100, [0, 20, 40, 60, 80, 100]],
    [12_345, [0, 5_000, 10_000, 15_000]],
  ] as const)
    test(`to ${most}`, () => expect(gridLines(most)).toEqual(lines))
  test('are few, and reach what is counted', () => {
    for (let most = 0; most < 3000; most++) {
      const lines = gridLines(most)
      expect(lines.length).toBeLessThanOrEqual(6)
      expect(lines.at(-1)).toBeGreaterThanOrEqual(most)
      expect(lines.at(-2)).toBeLessThan(Math.max(most, 1))
    }
  })
})

test('colours stand out from white, and the parts from each other', () => {
  const drawing = svg(chartOf())
  const [lower, upper] = [rectsOf(drawing, 'lower')[0]?.fill ?? '', rectsOf(drawing, 'upper')[0]?.fill ?? '']
  for (const pair of [
    [lower, '#ffffff'],
    [upper, '#ffffff'],
    [lower, upper],
  ])
    expect(contrast(pair)).toBeGreaterThanOrEqual(3)
  for (const [, colour = ''] of drawing.matchAll(/<text [^>]*fill="(.+?)"/g))
    expect(contrast([colour, '#ffffff'])).toBeGreaterThanOrEqual(4.5)
})

/** WCAG 2.1. */
function contrast(colours: readonly string[]): number {
  const [light = 0, dark = 0] = colours
    .map((colour) =>
      [1, 3, 5].reduce((sum, at, index) => {
        const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
        const linear = channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
        return sum + linear * ([0.2126, 0.7152, 0.0722][index] ?? 0)
      }, 0),
    )
    .toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

describe('words', () => {
  const HOSTILE = '<&">\u202E</text>\u0000\uFFFF\uD83D]]>'
  test('are words whatever is in them', async () => {
    const drawing = svg(
      chartOf({ title: HOSTILE, parts: [HOSTILE, HOSTILE], bars: [{ label: HOSTILE, values: [1, 2] }] }),
    )
    const shown = '&lt;&amp;&quot;&gt;&lt;/text&gt;\uFFFD]]&gt;'
    expect(textsOf(drawing)).toEqual([
      shown,
      `${shown} (1)`,
      `${shown} (2)`,
      ...['0', '1', '2', '3'],
      ...['3', expect.stringMatching(/^&lt;&amp;/)],
    ])
    await expect(render(drawing)).resolves.toBeDefined()
  })
  for (const language of LANGUAGES)
    test(`that are long stay inside the picture: ${language}`, async () => {
      const text = language === 'ar' ? 'أسئلة لم يوجد لها جواب ' : 'Questions without an answer '
      const bars = chartOf().bars.map(({ values }) => ({ label: text, values }))
      const long = chartOf({ language, title: text.repeat(9), parts: [text.repeat(3), text.repeat(3)], bars })
      const { pixels, width, height } = await render(svg(long))
      const isBlank = (x: number): boolean =>
        Array.from({ length: height }, (_, y) => pixels[(y * width + x) * 4]).every((red) => red === 255)
      for (const x of [0, 1, 2, 3, width - 4, width - 3, width - 2, width - 1]) expect(isBlank(x)).toBe(true)
    })

  /** The points of a title's end at the right, where Arabic begins. */
  const opening = async (title: string, points: number): Promise<string> => {
    const { pixels, width } = await render(svg(chartOf({ language: 'ar', title })))
    const rows = Array.from({ length: 80 }, (_, at) => (30 + at) * width + 1040)
    return rows.map((end) => pixels.subarray((end - points) * 4, end * 4).toString('hex')).join('\n')
  }
  test('are drawn', async () => expect(await opening('سند', 200)).not.toBe(await opening('', 200)))
  test('in Arabic are joined', async () =>
    expect(await opening('سند', 200)).not.toBe(await opening('س\u200Cن\u200Cد', 200)))
  test('in Arabic begin at the right, also with a Latin word or a number', async () => {
    const points = 20
    const alone = await opening('ا', points)
    expect(await opening('ا ددد', points)).toBe(alone)
    expect(await opening('ا Sanad 14/11', points)).toBe(alone)
    expect(await opening('ددد ا', points)).not.toBe(alone)
    // What comes first is at the right though it is Latin.
    expect(await opening('l اددد', points)).toBe(await opening('l', points))
  })
  test('have no character that the font lacks', async () => {
    const points = async (character: string): Promise<string> => {
      const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><text x="10" y="40" font-size="30">${character}</text></svg>`
      return (await render(drawing)).pixels.toString('hex')
    }
    const lacking = await points('\u0378')
    expect(lacking).not.toBe(await points(''))
    const own = LANGUAGES.flatMap((language) => {
      const { title, answeredPart, notFoundPart } = phrases(language).stats
      return [title, answeredPart, notFoundPart]
    })
    const numbers = LANGUAGES.flatMap((language) => textsOf(svg(chartOf({ language, bars: MANY }))))
    const characters = new Set([
      ...own.join(''),
      ...numbers.join(''),
      ...'ءآأؤإئةىپگڤُّ،؛؟«»’…٠١٢٣٤٥٦٧٨٩éèêëàâçîïôùûœÉÀŒ',
    ])
    for (const character of characters)
      if (character !== '&') expect(await points(character), character).not.toBe(lacking)
  })
})
const MANY = [{ label: '22/11', values: [1_234_567, 890] }] as const

test('a picture is a PNG for a phone', async () => {
  for (const language of LANGUAGES) {
    const picture = Buffer.from(await draw(chartOf({ language })))
    expect(picture.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1A\n')
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1080, 720])
    expect(picture.length).toBeLessThan(200_000)
  }
})

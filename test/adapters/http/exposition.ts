/** Prometheus's text format 0.0.4, read as strictly as its own parser does. */

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Family {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped'
  readonly help: string
  readonly samples: readonly Sample[]
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const HELP = new RegExp(`^# HELP (${NAME}) (.*)$`)
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`)
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL.source}(?:,${LABEL.source})*)\\})? (\\S+)$`)
const NUMBER = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?inf|nan)$/i
/** What a sample of a family may be called beside the family's own name. */
const SUFFIXES: Readonly<Partial<Record<Family['type'], readonly string[]>>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
}

/** The families of a text. Throws with the line that breaks a rule. */
export function readExposition(text: string): readonly Family[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const families: (Family & { samples: Sample[] })[] = []
  const seen = new Set<string>()
  let help: RegExpExecArray | null = null
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue
    const [, name = '', type] = TYPE.exec(line) ?? []
    if (type !== undefined) {
      if (help?.[1] !== name) throw new Error(`no help before: ${line}`)
      if (families.some((family) => family.name === name)) throw new Error(`twice: ${line}`)
      families.push({ name, type: type as Family['type'], help: help[2] ?? '', samples: [] })
      help = null
      continue
    }
    if (line.startsWith('#')) {
      help = HELP.exec(line)
      if (help === null) throw new Error(`neither HELP nor TYPE: ${line}`)
      continue
    }
    const sample = readSample(line)
    const family = families.at(-1)
    const endings = SUFFIXES[family?.type ?? 'untyped'] ?? ['']
    if (family === undefined || !endings.some((ending) => sample.name === family.name + ending))
      throw new Error(`of no family, or of another: ${line}`)
    const series = keyOf(sample)
    if (seen.has(series)) throw new Error(`twice: ${line}`)
    seen.add(series)
    family.samples.push(sample)
  }
  return families
}

function readSample(line: string): Sample {
  const match = SAMPLE.exec(line)
  const number = match?.at(-1) ?? ''
  if (match === null || !NUMBER.test(number)) throw new Error(`no sample: ${line}`)
  const labels = [...(match[2] ?? '').matchAll(new RegExp(LABEL, 'g'))].map(([, label, value]) => [label, value])
  const value = /inf/i.test(number) ? Number.POSITIVE_INFINITY * (number.startsWith('-') ? -1 : 1) : Number(number)
  return { name: match[1] ?? '', labels: Object.fromEntries(labels), value }
}

/** A series as one string, whatever the order of its labels. */
export function keyOf({ name, labels }: Pick<Sample, 'name' | 'labels'>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${value}`)
  return pairs.length === 0 ? name : `${name}{${pairs.sort().join(',')}}`
}

/** The values of all series of Sanad's own, but the times: of those how many there were. */
export function ours(text: string): Readonly<Record<string, number>> {
  const samples = readExposition(text)
    .filter(({ name }) => name.startsWith('sanad_'))
    .flatMap((family) => family.samples)
    .filter(({ name }) => !/_(?:bucket|sum)$/.test(name))
  return Object.fromEntries(samples.map((sample) => [keyOf(sample), sample.value]))
}

/** The command line as a script or a person runs it: the built program in a process of its own. */
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { HELP } from '../../../adapters/command-line/usage.ts'

const root = join(import.meta.dirname, '../../..')
const program = join(root, 'dist/adapters/main.js')
const folder = mkdtempSync(join(tmpdir(), 'sanad-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
}

function sanad(
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
    child.stdin?.end(input)
  })
}

const write = (path: string, text: string): string => {
  const full = join(folder, path)
  mkdirSync(join(full, '..'), { recursive: true })
  writeFileSync(full, text)
  return full
}
const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'

test('the program is built', () => expect(existsSync(program)).toBe(true))

describe('ask', () => {
  test.each([{}, { CI: 'true' }, { FORCE_COLOR: '1' }])(
    'prints quotes and citations, plain when piped %o',
    async (env) => {
      const { code, out, err } = await sanad(['ask', QUESTION], { env })
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out).toContain('1989')
      expect(out).toContain('[1] ')
      expect(out).not.toMatch(/[\u001B\u2066-\u2069\u200F]/)
    },
  )
  test('--json prints the answer of the specification', async () => {
    const { code, out } = await sanad(['ask', '--json', QUESTION])
    const answer = JSON.parse(out)
    expect(code).toBe(0)
    expect(answer).toMatchObject({
      question: QUESTION,
      status: 'answered',
      language: 'ar',
      nearest: [],
      confidence: expect.any(Number),
    })
    expect(answer.citations[0]).toMatchObject({
      number: 1,
      quote: expect.stringContaining('1989'),
      start: expect.any(Number),
      end: expect.any(Number),
      score: expect.any(Number),
      document: {
        id: 'maghreb-security-coordination',
        title: expect.any(String),
        language: 'ar',
        file: expect.stringContaining('corpus/'),
      },
      section: [expect.any(String)],
      passage: { id: expect.any(String), text: expect.any(String), start: expect.any(Number), end: expect.any(Number) },
    })
    expect(answer.citations[0].passage.text).toContain(answer.citations[0].quote)
  })
  test('leads to the reader where PUBLIC_URL says it is, and has no other field for it', async () => {
    const env = { PUBLIC_URL: 'https://sanad.example.org/' }
    const LINK = /^https:\/\/sanad\.example\.org\/read\/maghreb-security-coordination\?s=\d+-\d+&w=[\w-]+\S*#s=\d+-\d+$/
    const input = `{"id":1,"question":"${QUESTION}"}\n`
    const [json, lines, plain, text] = await Promise.all([
      sanad(['ask', '--json', QUESTION], { env }),
      sanad(['ask', '--jsonl'], { env, input }),
      sanad(['ask', '--json', QUESTION]),
      sanad(['ask', QUESTION], { env }),
    ])
    const [answer, line, before] = [json, lines, plain].map(({ out }) => JSON.parse(out))
    const [{ link, ...citation }] = answer.citations
    expect(link).toMatch(LINK)
    expect(line.citations[0].link).toBe(link)
    expect(text.out.split('\n').some((shown) => LINK.test(shown))).toBe(true)
    const [{ link: _, ...same }] = before.citations
    expect(citation).toEqual(same)
  })
  test('--jsonl answers line by line in order, and says which line it could not read', async () => {
    const input = [`{"id":"b","question":"${QUESTION}"}`, 'no json', '{"id":"a","question":"كسكس"}'].join('\n')
    const { code, out, err } = await sanad(['ask', '--jsonl'], { input })
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ id, status }) => [id, status])).toEqual([
      ['b', 'answered'],
      [null, undefined],
      ['a', 'not_found'],
    ])
    expect(err).toContain('line 2')
    expect(code).toBe(1)
  })
  test('--explain says why, after the answer and in its JSON', async () => {
    const input = `{"id":1,"question":"${QUESTION}"}\n`
    const [text, plain, json, lines] = await Promise.all([
      sanad(['ask', '--explain', QUESTION]),
      sanad(['ask', QUESTION]),
      sanad(['ask', '--explain', '--json', QUESTION]),
      sanad(['ask', '--explain', '--jsonl'], { input }),
    ])
    expect(text.out.startsWith(plain.out)).toBe(true)
    expect(text.out.slice(plain.out.length)).toContain('لماذا؟')
    const { explanation, ...answer } = JSON.parse(json.out)
    expect(explanation).toMatchObject({ asked: 'date', decision: answer.status, confidence: answer.confidence })
    expect(explanation.terms[0].by[0]).toEqual({ word: 'تأسس', weight: 1, relation: 'same' })
    expect(explanation.passages[0].id).toBe(answer.citations[0].passage.id)
    expect(JSON.parse(lines.out)).toEqual({ id: 1, ...answer, explanation })
  })
  test('a greeting is no question', async () => expect((await sanad(['ask', 'السلام عليكم'])).out).toContain('/help'))
})

describe('summary', () => {
  test('prints cited sentences of at least two documents', async () => {
    const { code, out } = await sanad(['summary', 'مكافحة الإرهاب'])
    expect(code).toBe(0)
    expect(out.match(/^\[\d\] [^—(]+/gm)?.length).toBeGreaterThanOrEqual(2)
    expect(new Set(out.match(/^\[\d\] [^—(]+/gm)?.map((line) => line.slice(4))).size).toBeGreaterThanOrEqual(2)
  })
  test('--json prints them with their places, numbered in reading order', async () => {
    const { out } = await sanad(['summary', '--json', 'مكافحة الإرهاب'])
    const { status, citations } = JSON.parse(out)
    expect(status).toBe('answered')
    expect(citations.map(({ number }: { number: number }) => number)).toEqual(
      citations.map((_: unknown, at: number) => at + 1),
    )
  })
  test('declines what the documents do not speak of', async () => {
    expect(JSON.parse((await sanad(['summary', '--json', 'كرة القدم'])).out).status).toBe('not_found')
  })
})

describe('search', () => {
  test('--jsonl ranks passages', async () => {
    const { out } = await sanad(['search', '--jsonl', '--limit', '2'], { input: `{"id":7,"question":"${QUESTION}"}\n` })
    const { id, hits } = JSON.parse(out)
    expect(id).toBe(7)
    expect(hits.map(({ rank }: { rank: number }) => rank)).toEqual([1, 2])
    expect(hits[0]).toMatchObject({
      score: expect.any(Number),
      document: { id: 'maghreb-security-coordination' },
      passage: { text: expect.stringContaining('1989') },
    })
  })
  test('prints a list for a person', async () =>
    expect((await sanad(['search', 'الهجرة السرية'])).out).toMatch(/^1\. \d/))
})

test('no document or file name reaches the terminal with its control characters', async () => {
  write(
    'f/gate\u001b[31m.txt',
    'الب\u202Eوابة\n\nفتحت بوابة المدينة ا\u202Eلقديمة سنة 1912 للزوار والتجار من كل البلاد.',
  )
  write('f/none\u001b[31m.txt', '')
  const runs = [['search'], ['ask'], ['check']].map((command) =>
    sanad([...command, '--corpus', 'f', ...(command[0] === 'check' ? [] : ['متى فتحت بوابة المدينة؟'])]),
  )
  for (const { out, err } of await Promise.all(runs)) {
    expect(out).toContain('بوابة')
    expect(out + err).not.toMatch(/[\u001b\u202e]/u)
  }
})

describe('corpus folders', () => {
  test('--corpus replaces the configured ones, several are joined', async () => {
    write('a/university.txt', 'الجامعة\n\nتأسست الجامعة في الرباط سنة 1957 وتضم كليات كثيرة للعلوم والآداب والحقوق.')
    write(
      'b/port.md',
      '---\ntitle: الميناء\nauthor: كاتب\n---\n\n# التاريخ\n\nافتتح ميناء المدينة سنة 1913 ووسع بعد ذلك مرات كثيرة لاستقبال السفن الكبيرة.',
    )
    const { out } = await sanad(['ask', '--json', '--corpus', 'a', '--corpus', 'b', 'متى افتتح ميناء المدينة؟'], {
      env: { CORPUS_DIR: 'elsewhere' },
    })
    expect(JSON.parse(out).citations[0].document).toMatchObject({
      id: 'port',
      title: 'الميناء',
      author: 'كاتب',
      file: 'b/port.md',
    })
  })
  test('an empty folder is said to be empty', async () => {
    mkdirSync(join(folder, 'empty'), { recursive: true })
    const { code, err, out } = await sanad(['ask', '--corpus', 'empty', 'سؤال؟'])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('empty')
  })
  test('a broken file is named and the rest answers', async () => {
    write('c/good.txt', 'الجامعة\n\nتأسست الجامعة في الرباط سنة 1957 وتضم كليات كثيرة للعلوم والآداب.')
    write('c/empty.txt', '')
    const { code, out, err } = await sanad(['ask', '--corpus', 'c', 'متى تأسست الجامعة؟'])
    expect(code).toBe(0)
    expect(out).toContain('1957')
    expect(err).toContain('empty.txt')
  })
  test('check lists what was read and fails on what was not', async () => {
    const { code, out } = await sanad(['check', '--corpus', 'c'])
    expect(code).toBe(1)
    expect(out).toContain('good')
    expect(out).toContain('empty.txt')
    expect((await sanad(['check'])).code).toBe(0)
    expect(JSON.parse((await sanad(['check', '--json'])).out).documents).toHaveLength(5)
  })
  test('check says how many entries a glossary has, and which lines have none', async () => {
    write('g/good.txt', 'ميناء\n\nيقع الميناء في طنجة ويستقبل السفن القادمة من الضفة الأخرى للمضيق كل يوم.')
    write('g/glossary.tsv', '# ours\nzorbani\tالميناء\nno tab\n')
    const { code, out } = await sanad(['check', '--corpus', 'g'])
    expect(code).toBe(1)
    expect(out).toContain('glossary entries: 1')
    expect(out).toMatch(/glossary\.tsv: line 3 has no tab/)
    expect(JSON.parse((await sanad(['check', '--corpus', 'g', '--json'])).out).glossary).toEqual({ entries: 1 })
    const hits = await sanad(['search', '--corpus', 'g', 'zorbani'])
    expect(hits.out).toContain('طنجة')
    expect(hits.err).toContain('line 3')
  })
})

describe('eval', () => {
  const questions = (): string =>
    write('q.jsonl', `{"id":"1","question":"${QUESTION}","evidence":["تأسس اتحاد المغرب العربي عام 1989"]}\n`)
  test('prints measures and keeps bounds', async () => {
    const { code, out } = await sanad(['eval', questions(), '--min-mrr', '1', '--max-quote-words', '60'])
    expect(code).toBe(0)
    expect(out).toContain('MRR@10')
  })
  test('exits 1 outside a bound, and says which', async () => {
    const { code, err } = await sanad(['eval', questions(), '--max-quote-words', '3'])
    expect(code).toBe(1)
    expect(err).toContain('quote words')
  })
  test('a file that is not there, or not questions, is wrong usage', async () => {
    expect((await sanad(['eval', 'nowhere.jsonl'])).code).toBe(2)
    const { code, err } = await sanad(['eval', write('bad.jsonl', '{"id":"1"}\n')])
    expect(code).toBe(2)
    expect(err).toContain('line 1')
  })
})

describe('chat', () => {
  test('answers lines until the input ends', async () => {
    const { code, out } = await sanad(['chat'], { input: `${QUESTION}\n1\n/sources\n` })
    expect(code).toBe(0)
    expect(out).toContain('1989')
    expect(out).toContain('⟦')
    expect(out).toContain('5 وثائق')
  })
})

describe('chat over a folder that changes', () => {
  test('answers from a document that came, no longer from one that went', async () => {
    write('live/a.txt', 'الجامعة\n\nتأسست الجامعة في الرباط سنة 1957 وتضم كليات كثيرة للعلوم والآداب.')
    const child = spawn(process.execPath, [program, 'chat', '--corpus', 'live'], { cwd: folder })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk
    })
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk
    })
    const until = async (holds: () => boolean): Promise<void> => {
      for (let waited = 0; !holds() && waited < 10_000; waited += 50)
        await new Promise((resolve) => setTimeout(resolve, 50))
      expect(holds()).toBe(true)
    }
    const ask = async (question: string, expected: string): Promise<void> => {
      out = ''
      child.stdin.write(`${question}\n`)
      await until(() => out.includes(expected))
    }
    await ask('متى تأسست الجامعة؟', '1957')
    write('live/b.txt', 'الميناء\n\nافتتح ميناء المدينة سنة 1913 ووسع بعد ذلك مرات كثيرة لاستقبال السفن.')
    await until(() => err.includes('2 loaded'))
    await ask('متى افتتح ميناء المدينة؟', '1913')
    rmSync(join(folder, 'live/a.txt'))
    await until(() => err.includes('1 loaded'))
    await ask('متى تأسست الجامعة؟', 'لم أجد')
    const closed = new Promise((resolve) => child.once('close', resolve))
    child.stdin.end()
    expect(await closed).toBe(0)
  })
})

describe('usage', () => {
  test('--help prints the help, --version the version', async () => {
    expect(await sanad(['--help'])).toEqual({ code: 0, out: HELP, err: '' })
    expect((await sanad(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
  for (const args of [[], ['fly'], ['ask'], ['ask', '--fly', 'x'], ['eval']]) {
    test(`sanad ${args.join(' ')} is wrong: one line, exit 2`, async () => {
      const { code, out, err } = await sanad(args)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err.trimEnd()).not.toContain('\n')
    })
  }
  test('a wrong setting is named', async () => {
    const { code, err } = await sanad(['check'], { env: { LANGUAGE: 'klingon' } })
    expect({ code, err }).toEqual({ code: 2, err: 'LANGUAGE is "klingon"; it must be one of ar, fr, en\n' })
  })
})

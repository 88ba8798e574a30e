/**
 * The peer against two descriptions of the Bot API by others: one of its methods, and one of the error texts of the server.
 * They are data of their owners and lie beside the project, so the test is skipped where they are not.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createMethods } from './methods/index.ts'
import { loadSchemas } from './schema.ts'
import { createWorld } from './world.ts'

const folder = join(import.meta.dirname, '../../../../shared/specs')
const METHODS = join(folder, 'telegram-bot-api-10.2.aiogram.json')
const ERRORS = join(folder, 'telegram-bot-api-errors.json')

interface Item {
  readonly name: string
  readonly category: string
  readonly annotations: readonly { readonly name: string; readonly required: boolean }[]
}

/** The types are of Bot API 10.3, the description of 10.2. */
const CHANGED_SINCE = [
  // Two parameters became one.
  /\.(receiver_user_id|callback_query_id) required: false$/,
  /\.ephemeral_message_parameters is not described$/,
  // New.
  /^sendMessageDraft\.(can_stop|keep_on_stop) is not described$/,
]

/** The list has only what the server program itself says. What else the peer says, and where that comes from: */
const ELSEWHERE: readonly (readonly [source: string, pattern: RegExp])[] = [
  ['codes of the API behind the bots, passed on as they are', /^[A-Z_]+$/],
  [
    'what the server makes of codes such as MESSAGE_NOT_MODIFIED, USER_IS_BLOCKED, CHAT_WRITE_FORBIDDEN',
    /^(message is|message to (edit|delete|pin|unpin|react|forward|copy|be replied) not found$|bot (can't|was blocked)|member list is|need administrator)/,
  ],
  [
    'what TDLib says',
    /^(message (can't be|caption is)|MESSAGE|not enough rights to|the chat is not a forum|chat member status|there is no text|inline keyboard button|strings must|reply markup is)/,
  ],
  [
    'words of the peer for rules whose own text is not known',
    /^(can't parse (inline|MessageEntity|force reply)|.*\$\{field\})/,
  ],
]

const missing = [METHODS, ERRORS].filter((file) => !existsSync(file))

describe.skipIf(missing.length > 0)('beside shared/specs (skipped where that folder is not there)', () => {
  const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T

  test('the methods know the same parameters, and need the same ones', async () => {
    const { items } = read<{ items: { children: Item[] }[] }>(METHODS)
    const described = new Map(items.flatMap(({ children }) => children.map((item) => [item.name, item] as const)))
    const world = createWorld(
      {},
      () => undefined,
      () => undefined,
    )
    const schemas = await loadSchemas()
    const differences: string[] = []
    for (const method of Object.keys(createMethods(world))) {
      const { annotations = undefined } = described.get(method) ?? {}
      if (!annotations) {
        differences.push(`${method} is not described`)
        continue
      }
      const ours = schemas.parameters(method)
      const theirs = new Map(annotations.map(({ name, required }) => [name, { required }]))
      for (const [name, { required }] of theirs) {
        if (ours.get(name)?.required !== required) differences.push(`${method}.${name} required: ${required}`)
      }
      for (const name of ours.keys()) {
        if (!theirs.has(name)) differences.push(`${method}.${name} is not described`)
      }
    }
    expect(differences.filter((one) => !CHANGED_SINCE.some((known) => known.test(one)))).toEqual([])
  })

  test('the error texts are the server’s', () => {
    const { full, status_errors } = read<{ full: string[]; status_errors: { text: string }[] }>(ERRORS)
    const known = [...full, ...status_errors.map(({ text }) => text)].map((text) => text.toLowerCase())
    const sources = [import.meta.dirname, join(import.meta.dirname, 'methods')].flatMap((path) =>
      readdirSync(path)
        .filter((name) => /(?<!\.test)\.ts$/.test(name))
        .map((name) => readFileSync(join(path, name), 'utf8')),
    )
    const texts = sources.flatMap((source) =>
      [
        ...source.matchAll(
          /\b(?:(?:broken|refused|forbidden|conflict)\(|(?:tooLong|empty):)\s*(?:'([^'\n]*)'|"([^"\n]*)"|`([^`\n]*)`)/g,
        ),
      ].map((match) => match[1] ?? match[2] ?? match[3] ?? ''),
    )
    const unknown = texts.filter((text) => {
      const start = text.replace(/\$\{.*$/, '').toLowerCase()
      const says = (one: string): boolean =>
        start !== '' && (one.startsWith(start) || one.replace(/^[a-z ]+: (?=.)/, '').startsWith(start))
      return !known.some(says) && !ELSEWHERE.some(([, pattern]) => pattern.test(text))
    })
    expect(texts.length).toBeGreaterThan(50)
    expect(unknown).toEqual([])
  })
})

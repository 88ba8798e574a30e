import { PermissionFlagsBits } from 'discord.js'
import { describe, expect, test } from 'vitest'
import { ARABIC, definitions, MENUS } from '../../../adapters/discord/commands.ts'
import { FOR_MODERATORS, type Language, MENU, phrases } from '../../../src/index.ts'

interface Option {
  readonly options?: readonly Option[]
  readonly choices?: readonly { readonly name: string; readonly value: string }[]
  readonly channel_types?: readonly number[]
  readonly min_value?: number
  readonly name: string
  readonly type: number
  readonly description: string
  readonly required?: boolean
  readonly autocomplete?: boolean
  readonly max_length?: number
  readonly description_localizations?: Readonly<Record<string, string>>
}
interface Definition extends Omit<Option, 'required'> {
  readonly contexts?: readonly number[]
  readonly integration_types?: readonly number[]
  readonly default_member_permissions?: string
}

const all = definitions() as unknown as readonly Definition[]
const typed = all.filter(({ type }) => type === 1)
const menus = all.filter(({ type }) => type === 3)
const named = (name: string): Definition => {
  const found = all.find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}
/** An option and those within it. */
const within = (options: readonly Option[] = []): Option[] =>
  options.flatMap((option) => [option, ...within(option.options)])
const optionsOf = (name: string): string[] => (named(name).options ?? []).map((option) => option.name)
/** Discord's documented locales (API reference, "Locales"). */
const LOCALES =
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  )
const SPOKEN: Readonly<Record<string, Language>> = { fr: 'fr', 'en-US': 'en', 'en-GB': 'en' }

describe('what there is', () => {
  test('every command of the menu that people type, and /last', () => {
    for (const name of [...MENU, 'last']) expect(typed.map((one) => one.name)).toContain(name)
  })
  test('asking and summing up under Arabic names too', () => {
    expect(optionsOf('ask')).toEqual(['question', 'private', 'source'])
    expect(optionsOf('اسأل')).toEqual(['سؤال', 'خاص', 'مصدر'])
    expect(optionsOf('summary')).toEqual(['topic', 'private'])
    expect(optionsOf('لخص')).toEqual(['موضوع', 'خاص'])
  })
  test('twins differ in their names alone', () => {
    for (const [arabic, latin] of [
      ['اسأل', 'ask'],
      ['لخص', 'summary'],
    ] as const) {
      const same = (options: readonly Option[] = []): Option[] =>
        options.map((option) => ({ ...option, name: ARABIC[option.name] ?? option.name }))
      expect({ ...named(arabic), name: latin, options: same(named(arabic).options) }).toEqual(named(latin))
    }
  })
  test('the menus of a message, in Arabic and in English', () => {
    expect(menus.map(({ name }) => name)).toEqual(['أجب عن هذا', 'Answer this', 'تحقّق من الاقتباس', 'Verify quote'])
    expect(Object.values(MENUS).flat()).toEqual(menus.map(({ name }) => name))
  })
  test('what must be said is required, and nothing else', () => {
    const required = typed.flatMap(({ name, options = [] }) =>
      within(options)
        .filter((option) => option.required)
        .map((option) => `${name} ${option.name}`),
    )
    expect(required.sort()).toEqual(
      [
        'ask question',
        'corpus file',
        'corpus number',
        'digest time',
        'summary topic',
        'why question',
        'اسأل سؤال',
        'لخص موضوع',
      ].sort(),
    )
  })
  test('sources, topics and zones are completed while typing', () => {
    const completed = typed.flatMap(({ name, options = [] }) =>
      within(options)
        .filter((option) => option.autocomplete)
        .map((option) => `${name} ${option.name}`),
    )
    expect(completed.sort()).toEqual(
      ['ask source', 'اسأل مصدر', 'summary topic', 'لخص موضوع', 'sources source', 'digest zone'].sort(),
    )
  })
  test('what moderators do has a subcommand each', () => {
    expect(optionsOf('digest')).toEqual(['preview', 'post', 'off', 'schedule'])
    expect(optionsOf('corpus')).toEqual(['add', 'list', 'remove'])
    expect(optionsOf('stats')).toEqual([])
    const inner = (command: string, name: string): readonly Option[] =>
      named(command).options?.find((option) => option.name === name)?.options ?? []
    expect(inner('digest', 'schedule')).toMatchObject([
      { name: 'time', type: 3 },
      { name: 'zone', type: 3 },
      { name: 'mode', type: 3, choices: [{ value: 'review' }, { value: 'auto' }] },
      { name: 'channel', type: 7 },
      { name: 'drafts', type: 7 },
    ])
    expect(inner('corpus', 'add')).toMatchObject([{ name: 'file', type: 11 }])
    expect(inner('corpus', 'remove')).toMatchObject([{ name: 'number', type: 4, min_value: 1 }])
    // Neither voices nor forums, in which a message cannot be written.
    for (const { type, channel_types } of inner('digest', 'schedule'))
      if (type === 7) expect(channel_types).toEqual([0, 5, 10, 11, 12])
  })
  test('an answer is made private by a yes or no', () => {
    for (const name of ['ask', 'summary'])
      expect(named(name).options).toContainEqual(expect.objectContaining({ name: 'private', type: 5 }))
  })
})

describe('who may use it, and where', () => {
  test('servers and direct messages, installed in a server: everything says so', () => {
    for (const { name, contexts, integration_types } of all)
      expect([name, contexts, integration_types]).toEqual([name, [0, 1], [0]])
  })
  test('moderators’ commands are offered to Manage Messages, all others to everybody', () => {
    for (const { name, default_member_permissions } of all)
      expect([name, default_member_permissions]).toEqual([
        name,
        FOR_MODERATORS.includes(name) ? String(PermissionFlagsBits.ManageMessages) : undefined,
      ])
  })
})

describe('Discord’s rules', () => {
  const texts = typed.flatMap((command) => [command, ...within(command.options)])
  test('names', () => {
    for (const { name } of texts) {
      expect(name).toMatch(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u)
      expect(name).toBe(name.toLowerCase())
    }
    for (const { name } of menus) expect(name).toMatch(/^\S.{0,30}\S$/)
  })
  test('no name twice', () => {
    for (const list of [typed, menus, ...texts.map(({ options = [] }) => options)])
      expect(new Set(list.map(({ name }) => name)).size).toBe(list.length)
  })
  test('descriptions are of 1 to 100 characters, in every language', () => {
    for (const { description, description_localizations = {} } of texts)
      for (const text of [description, ...Object.values(description_localizations)]) {
        expect(text.trim().length).toBeGreaterThan(0)
        expect(text.length).toBeLessThanOrEqual(100)
      }
  })
  test('menus have neither descriptions nor options', () => {
    for (const menu of menus) {
      expect(menu).not.toHaveProperty('description')
      expect(menu).not.toHaveProperty('description_localizations')
      expect(menu).not.toHaveProperty('options')
    }
  })
  test('locales are Discord’s own', () => {
    for (const { description_localizations = {} } of texts)
      for (const locale of Object.keys(description_localizations)) expect(LOCALES).toContain(locale)
  })
  test('required options come first, 25 at most', () => {
    for (const { options = [] } of texts) {
      const required = options.map((option) => option.required === true)
      expect(required).toEqual([...required].sort().reverse())
      expect(options.length).toBeLessThanOrEqual(25)
    }
  })
  test('texts are as long as Discord takes them', () => {
    for (const { type, max_length = 6000 } of typed.flatMap(({ options }) => within(options))) {
      expect(max_length).toBeLessThanOrEqual(6000)
      expect(max_length).toBeGreaterThan(0)
      if (type !== 3) expect(max_length).toBe(6000)
    }
  })
  test('100 commands and 15 menus at most', () => {
    expect(typed.length).toBeLessThanOrEqual(100)
    expect(menus.length).toBeLessThanOrEqual(15)
  })
  test('8000 characters a command at most, of translations the longest', () => {
    const size = ({
      name,
      description = '',
      description_localizations = {},
      options = [],
      choices = [],
    }: Definition): number =>
      name.length +
      Math.max(description.length, ...Object.values(description_localizations).map((text) => text.length)) +
      [...options, ...choices].reduce((sum, one) => sum + size(one as Definition), 0)
    for (const command of all) expect(size(command)).toBeLessThanOrEqual(8000)
  })
})

describe('the words', () => {
  test('are Arabic where Discord has no translation', () => {
    for (const { name } of typed) {
      const known = (ARABIC[name] ?? name) as (typeof MENU)[number]
      expect(named(name).description).toBe(phrases('ar').menu[known])
    }
    for (const option of typed.flatMap(({ options }) => within(options)))
      expect(option.description).toMatch(/^\p{Script=Arabic}/u)
  })
  test('are French and English where the client is', () => {
    const { menu, options } = { menu: named('ask'), options: named('ask').options ?? [] }
    for (const [locale, language] of Object.entries(SPOKEN)) {
      const say = phrases(language)
      expect(menu.description_localizations?.[locale]).toBe(say.menu.ask)
      expect(options.map((option) => option.description_localizations?.[locale])).toEqual([
        say.options.question,
        say.options.private,
        say.options.source,
      ])
    }
    for (const { name, description_localizations = {} } of typed)
      expect([name, Object.keys(description_localizations).sort()]).toEqual([name, Object.keys(SPOKEN).sort()])
  })
  test('none is cut off', () => {
    for (const language of ['ar', 'fr', 'en'] as const) {
      const { menu, options, subcommands, modes } = phrases(language)
      for (const text of [menu, options, subcommands, modes].flatMap((all) => Object.values(all)))
        expect(text.length).toBeLessThanOrEqual(100)
    }
  })
})

test('the definitions are the same at every start, so that they are registered once', () =>
  expect(JSON.stringify(definitions())).toBe(JSON.stringify(definitions())))

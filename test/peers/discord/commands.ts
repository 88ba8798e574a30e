/**
 * What Discord checks of application commands beyond their shape, and where they are kept:
 * - names of letters and numbers of any script, `-`, `_` and `'`, without capitals, 1–32; menu entries may be written freely;
 * - a description of 1–100 for chat commands and options, none for menu entries;
 * - 25 options and 25 choices, required options first, no name twice, choices or autocomplete;
 * - texts of at most 8000 characters, of translations the longest counts; only documented locales;
 * - 100 chat commands and 15 entries in each menu, 200 new ones a day and scope.
 */
import { invalidForm, type Problem, problem, refused } from './errors.ts'
import { snowflake } from './ids.ts'
import type { Command, Payload } from './types.ts'

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const LOCALES = new Set(
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  ),
)
const CHAT = 1
const SUBCOMMAND = 1
const GROUP = 2
const MOST = { 1: 100, 2: 15, 3: 15, 4: 1 } as Record<number, number>
const CREATES_A_DAY = 200

export interface Commands {
  /** By scope: `global`, or the id of a guild. */
  readonly scopes: ReadonlyMap<string, readonly Command[]>
  list(scope: string): readonly Command[]
  overwrite(scope: string, bodies: readonly Payload[]): readonly Command[]
  create(scope: string, body: Payload): { readonly command: Command; readonly created: boolean }
  change(scope: string, id: string, body: Payload): Command | undefined
  remove(scope: string, id: string): boolean
}

export function createCommands(applicationId: string, arabic: boolean): Commands {
  const scopes = new Map<string, Command[]>()
  const creates = new Map<string, number>()
  const list = (scope: string): Command[] => scopes.get(scope) ?? []
  const same = (one: Payload, other: Payload): boolean =>
    one['name'] === other['name'] && (one['type'] ?? CHAT) === (other['type'] ?? CHAT)

  const stored = (scope: string, body: Payload, present: Command | undefined): Command => {
    if (!present) {
      const count = (creates.get(scope) ?? 0) + 1
      if (count > CREATES_A_DAY) {
        throw refused(400, 30034, `Max number of daily application command creates has been reached (${CREATES_A_DAY})`)
      }
      creates.set(scope, count)
    }
    const id = present?.id ?? snowflake()
    const { default_member_permissions: permissions } = body
    return {
      application_id: applicationId,
      integration_types: [0],
      contexts: null,
      nsfw: false,
      ...structuredClone(body),
      id,
      version: snowflake(),
      type: body['type'] ?? CHAT,
      description: body['description'] ?? '',
      default_member_permissions: permissions === undefined || permissions === null ? null : String(permissions),
      ...(scope === 'global' ? {} : { guild_id: scope }),
    } as unknown as Command
  }
  const check = (problems: readonly Problem[]): void => {
    if (problems.length > 0) throw invalidForm(problems)
  }
  const full = (commands: readonly Payload[]): Problem[] =>
    Object.entries(MOST).flatMap(([type, most]) => {
      const count = commands.filter((command) => (command['type'] ?? CHAT) === Number(type)).length
      return count > most
        ? [problem([], 'APPLICATION_COMMANDS_TOO_MANY', `Maximum number of commands of type ${type} is ${most}.`)]
        : []
    })

  return {
    scopes,
    list,
    overwrite(scope, bodies) {
      check([
        ...bodies.flatMap((body, i) => commandProblems(body, arabic, [i])),
        ...bodies.flatMap((body, i) =>
          bodies.findIndex((other) => same(body, other)) < i
            ? [problem([i, 'name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique')]
            : [],
        ),
        ...full(bodies),
      ])
      const made = bodies.map((body) =>
        stored(
          scope,
          body,
          list(scope).find((one) => same(one, body)),
        ),
      )
      scopes.set(scope, made)
      return made
    },
    create(scope, body) {
      const present = list(scope).find((one) => same(one, body))
      const others = list(scope).filter((one) => one !== present)
      check([...commandProblems(body, arabic), ...full([...others, body])])
      const command = stored(scope, body, present)
      scopes.set(scope, [...others, command])
      return { command, created: !present }
    },
    change(scope, id, body) {
      const present = list(scope).find((one) => one.id === id)
      if (!present) return undefined
      const merged = { ...present, ...body }
      check(commandProblems(merged, arabic))
      const command = stored(scope, merged, present)
      scopes.set(scope, [...list(scope).filter((one) => one !== present), command])
      return command
    },
    remove(scope, id) {
      const kept = list(scope).filter((one) => one.id !== id)
      const removed = kept.length < list(scope).length
      scopes.set(scope, kept)
      return removed
    },
  }
}

const invalidName = (path: Problem['path']): Problem =>
  problem(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')

function nameProblems(name: string, path: Problem['path']): Problem[] {
  // Letters that have a small form must be written with it.
  return NAME.test(name) && name === name.toLowerCase() ? [] : [invalidName(path)]
}

function localeProblems(
  localizations: Payload | null | undefined,
  arabic: boolean,
  path: Problem['path'],
  judge: (text: string, path: Problem['path']) => Problem[],
): Problem[] {
  return Object.entries(localizations ?? {}).flatMap(([locale, text]) =>
    LOCALES.has(locale) || (arabic && locale === 'ar')
      ? judge(text, [...path, locale])
      : [problem([...path, locale], 'BASE_TYPE_CHOICES', 'Discord documents no such locale.')],
  )
}

const anything = (): Problem[] => []

export function commandProblems(command: Payload, arabic: boolean, at: Problem['path'] = []): Problem[] {
  const { name, description, options, type = CHAT, name_localizations, description_localizations } = command
  const found: Problem[] = []
  const chat = (type ?? CHAT) === CHAT
  const named = chat
    ? nameProblems
    : (text: string, path: Problem['path']) => (text.trim() === '' ? [invalidName(path)] : [])
  found.push(...named(name, [...at, 'name']))
  found.push(...localeProblems(name_localizations, arabic, [...at, 'name_localizations'], named))
  found.push(...localeProblems(description_localizations, arabic, [...at, 'description_localizations'], anything))
  if (chat && !description?.trim()) {
    found.push(problem([...at, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required'))
  }
  if (!chat && description) {
    found.push(
      problem(
        [...at, 'description'],
        'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
        'Context menu commands cannot have description',
      ),
    )
  }
  if (!chat && options?.length > 0) {
    found.push(
      problem(
        [...at, 'options'],
        'APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED',
        'Context menu commands cannot have options',
      ),
    )
  }
  found.push(...optionProblems(options ?? [], arabic, [...at, 'options'], 0))
  if (size(command) > 8000) {
    found.push(problem(at, 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)'))
  }
  return found
}

function optionProblems(options: readonly Payload[], arabic: boolean, at: Problem['path'], depth: number): Problem[] {
  const found: Problem[] = []
  const branches = options.filter(({ type }) => type === SUBCOMMAND || type === GROUP)
  if (branches.length > 0 && branches.length < options.length) {
    found.push(
      problem(
        at,
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      ),
    )
  }
  let optional = false
  const seen = new Set<string>()
  for (const [i, option] of options.entries()) {
    const path = [...at, i]
    const { name, type, required, choices = [], autocomplete, min_value, max_value, min_length, max_length } = option
    found.push(...nameProblems(name, [...path, 'name']))
    found.push(...localeProblems(option['name_localizations'], arabic, [...path, 'name_localizations'], nameProblems))
    found.push(
      ...localeProblems(option['description_localizations'], arabic, [...path, 'description_localizations'], anything),
    )
    if (seen.has(name)) {
      found.push(
        problem([...path, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE', 'Option names are not unique'),
      )
    }
    seen.add(name)
    if (required && optional) {
      found.push(
        problem(
          path,
          'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
          'Required options must be placed before non-required options',
        ),
      )
    }
    optional ||= !required && type !== SUBCOMMAND && type !== GROUP
    if (autocomplete && choices?.length > 0) {
      found.push(
        problem(path, 'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES', 'An option with autocomplete has no choices'),
      )
    }
    if (min_value > max_value || min_length > max_length) {
      found.push(problem(path, 'APPLICATION_COMMAND_OPTION_RANGE', 'The least is more than the most'))
    }
    found.push(...choiceProblems(choices ?? [], [...path, 'choices']))
    for (const [j, choice] of (choices ?? []).entries()) {
      found.push(
        ...localeProblems(choice.name_localizations, arabic, [...path, 'choices', j, 'name_localizations'], anything),
      )
    }
    if ((type === GROUP && depth > 0) || (type === SUBCOMMAND && depth > 1)) {
      found.push(problem([...path, 'type'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Nested too deep'))
    }
    if (option['options']) found.push(...optionProblems(option['options'], arabic, [...path, 'options'], depth + 1))
  }
  return found
}

/** Of options, and of the answer to autocomplete. */
export function choiceProblems(choices: readonly Payload[], at: Problem['path']): Problem[] {
  const found: Problem[] = []
  const names = new Set<string>()
  for (const [i, { name, value }] of choices.entries()) {
    if (typeof value === 'string' && (value.length < 1 || value.length > 100)) {
      found.push(problem([...at, i, 'value'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.'))
    }
    if (names.has(name)) {
      found.push(
        problem(
          [...at, i, 'name'],
          'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS',
          'Application command option choice names must be unique',
        ),
      )
    }
    names.add(name)
  }
  return found
}

/** All names, descriptions and values; of translations the longest. */
function size({
  name,
  name_localizations,
  description,
  description_localizations,
  value,
  options,
  choices,
}: Payload): number {
  const longest = (text: unknown, localizations: Payload | null | undefined): number =>
    Math.max(String(text ?? '').length, ...Object.values(localizations ?? {}).map((one) => String(one).length))
  const own = longest(name, name_localizations) + longest(description, description_localizations)
  const inner = [...(options ?? []), ...(choices ?? [])].reduce((sum: number, one: Payload) => sum + size(one), 0)
  return own + (typeof value === 'string' ? value.length : 0) + inner
}

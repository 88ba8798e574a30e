/** What a person fills in, put into the form in which an interaction carries it: options of commands, fields of modals. */
import { type ChannelState, channelData, memberData } from './channels.ts'
import { placed, TYPES } from './components.ts'
import type { Modal, Payload, Upload, User } from './types.ts'
import type { World } from './world.ts'

/** A channel is given by its id, a file as it is. */
export type OptionValue = string | number | boolean | Upload

const OPTION = {
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const

export interface Filled {
  readonly options: readonly Payload[]
  readonly resolved?: Payload
}

/** The options of the command, or of the subcommand meant. */
export function optionsAt(command: Payload, subcommand: readonly string[]): readonly Payload[] {
  let options: readonly Payload[] = command['options'] ?? []
  for (const name of subcommand) {
    const found = options.find((option) => option['name'] === name && option['type'] <= OPTION.group)
    if (!found) throw new Error(`Discord peer: /${command['name']} has no subcommand ${name}`)
    options = found['options'] ?? []
  }
  if (options.some(({ type }) => type <= OPTION.group)) {
    throw new Error(`Discord peer: /${command['name']} is called with a subcommand`)
  }
  return options
}

/** `unfinished` is while it is still being written: then required ones may be missing. */
export function fillOptions(
  world: World,
  command: Payload,
  subcommand: readonly string[],
  values: Readonly<Record<string, OptionValue>>,
  { channel, focused }: { readonly channel: ChannelState; readonly focused?: string },
): Filled {
  const known = optionsAt(command, subcommand)
  const complain = (what: string): Error => new Error(`Discord peer: /${command['name']}: ${what}`)
  for (const name of Object.keys(values)) {
    if (!known.some((option) => option['name'] === name)) throw complain(`there is no option ${name}`)
  }
  const resolved: Payload = {}
  const add = (kind: string, id: string, data: unknown): void => {
    resolved[kind] = { ...resolved[kind], [id]: data }
  }
  const given = known.filter(({ name }) => values[name] !== undefined)
  for (const { name, required } of known) {
    if (focused === undefined && required && values[name] === undefined) throw complain(`option ${name} is required`)
  }
  const options = given.map((option) => {
    const { name, type } = option
    const value = values[name] as OptionValue
    if (name === focused) return { name, type, value: String(value), focused: true }
    const wrong = wrongValue(option, value)
    if (wrong) throw complain(`option ${name} ${wrong}`)
    if (type === OPTION.attachment) {
      const file = world.files.put(value as Upload, 'ephemeral-attachments')
      add('attachments', file['id'], file)
      return { name, type, value: file['id'] }
    }
    if (type === OPTION.user || type === OPTION.mentionable) {
      const person = world.channels.person(String(value))
      if (!person) throw complain(`option ${name}: there is no user ${value}`)
      add('users', person.id, person)
      const member = channel.guild?.members.get(person.id)
      if (member) {
        const { user: _, ...rest } = memberData(member)
        add('members', person.id, { ...rest, permissions: String(member.permissions) })
      }
    }
    if (type === OPTION.channel) {
      const state = world.channels.channelOf({ id: String(value) })
      if (state.guild !== channel.guild) throw complain(`option ${name}: the channel is elsewhere`)
      if (option['channel_types'] && !option['channel_types'].includes(state.channel.type))
        throw complain(`option ${name}: no channel of type ${state.channel.type}`)
      add('channels', String(value), { ...channelData(state, world.me), permissions: String(state.botPermissions) })
    }
    return { name, type, value }
  })
  const wrapped = subcommand
    .toReversed()
    .reduce<readonly Payload[]>(
      (inner, name, i) => [{ name, type: i === 0 ? 1 : OPTION.group, options: inner }],
      options,
    )
  return { options: wrapped, ...(Object.keys(resolved).length > 0 ? { resolved } : {}) }
}

/** What the client of a person would not let through. */
function wrongValue(option: Payload, value: OptionValue): string | undefined {
  const { type, choices, min_value, max_value, min_length = 0, max_length = 6000 } = option
  const number = type === OPTION.integer || type === OPTION.number
  const kind = number
    ? 'number'
    : type === OPTION.boolean
      ? 'boolean'
      : type === OPTION.attachment
        ? 'object'
        : 'string'
  if (typeof value !== kind) return `is a ${kind}`
  if (type === OPTION.integer && !Number.isInteger(value)) return 'is a whole number'
  if (choices?.length > 0 && !choices.some((choice: Payload) => choice['value'] === value))
    return `has no choice ${value}`
  if (number && ((value as number) < min_value || (value as number) > max_value)) return `is not within its limits`
  if (typeof value === 'string' && type === OPTION.string && (value.length < min_length || value.length > max_length)) {
    return `takes ${min_length} to ${max_length} characters`
  }
  return undefined
}

/** The fields of a modal as it is sent; what the form would not let through is an error. */
export function fillModal(
  modal: Modal,
  values: Readonly<Record<string, string | readonly string[]>>,
): readonly Payload[] {
  const components = modal.components as unknown as readonly Payload[]
  const fields = placed(components).filter(({ component }) => component['custom_id'])
  for (const id of Object.keys(values)) {
    if (!fields.some(({ component }) => component['custom_id'] === id)) {
      throw new Error(
        `Discord peer: the modal has no field ${id} among ${fields.map(({ component }) => component['custom_id']).join(', ')}`,
      )
    }
  }
  let next = 1
  const fill = (component: Payload): Payload => {
    const { type, custom_id } = component
    const id = component['id'] || next
    next += 1
    if (type === TYPES.row) return { type, id, components: component['components'].map(fill) }
    if (type === TYPES.label) return { type, id, component: fill(component['component']) }
    if (type === TYPES.text) return { type, id }
    const value = values[custom_id]
    if (type !== TYPES.input) return { type, id, custom_id, values: value === undefined ? [] : [value].flat() }
    const text = String(value ?? component['value'] ?? '')
    const { required = true, min_length = 0, max_length = 4000 } = component
    if (required && text === '') throw new Error(`Discord peer: field ${custom_id} must be filled in`)
    if (text !== '' && (text.length < min_length || text.length > max_length)) {
      throw new Error(`Discord peer: field ${custom_id} takes ${min_length} to ${max_length} characters`)
    }
    return { type, id, custom_id, value: text }
  }
  return components.map(fill)
}

export const isUser = (target: object): target is User => 'username' in target

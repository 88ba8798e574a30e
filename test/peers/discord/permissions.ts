/** Permissions by name, and the sets of them that people and bots have unless a test says otherwise. */
export type PermissionName = keyof typeof PERMISSIONS

export const PERMISSIONS = {
  KICK_MEMBERS: 0x2n,
  BAN_MEMBERS: 0x4n,
  ADMINISTRATOR: 0x8n,
  MANAGE_CHANNELS: 0x10n,
  MANAGE_GUILD: 0x20n,
  ADD_REACTIONS: 0x40n,
  VIEW_CHANNEL: 0x400n,
  SEND_MESSAGES: 0x800n,
  MANAGE_MESSAGES: 0x2000n,
  EMBED_LINKS: 0x4000n,
  ATTACH_FILES: 0x8000n,
  READ_MESSAGE_HISTORY: 0x10000n,
  MENTION_EVERYONE: 0x20000n,
  USE_EXTERNAL_EMOJIS: 0x40000n,
  MANAGE_ROLES: 0x10000000n,
  USE_APPLICATION_COMMANDS: 0x80000000n,
  MANAGE_THREADS: 0x400000000n,
  CREATE_PUBLIC_THREADS: 0x800000000n,
  SEND_MESSAGES_IN_THREADS: 0x4000000000n,
  MODERATE_MEMBERS: 0x10000000000n,
} as const

/** Names as above, or as discord.js writes them: `ManageGuild`. */
export function permissionBits(given: bigint | readonly string[]): bigint {
  if (typeof given === 'bigint') return given
  return given.reduce((bits, name) => {
    const upper = /[a-z]/.test(name) ? name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase() : name
    const bit = PERMISSIONS[upper as PermissionName] as bigint | undefined
    if (bit === undefined) throw new Error(`Discord peer: there is no permission ${name}`)
    return bits | bit
  }, 0n)
}

export const has = (bits: bigint, name: PermissionName): boolean =>
  (bits & PERMISSIONS.ADMINISTRATOR) !== 0n || (bits & PERMISSIONS[name]) !== 0n

/** Of everyone in a guild, the bot included. */
export const EVERYONE: bigint = permissionBits([
  'ADD_REACTIONS',
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'READ_MESSAGE_HISTORY',
  'USE_EXTERNAL_EMOJIS',
  'USE_APPLICATION_COMMANDS',
  'CREATE_PUBLIC_THREADS',
  'SEND_MESSAGES_IN_THREADS',
])

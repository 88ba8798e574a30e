/**
 * Who is really pinged by a message, as its `allowed_mentions` allows:
 * - without the field, all that is in the text; with it, only what `parse`, `users` and `roles` name;
 * - embeds ping nobody, text displays do;
 * - the author of a replied message, by `replied_user`, which without the field is on.
 * Code blocks and backslashes are not taken for protection: they are one for the eye only.
 */
import { type Problem, problem } from './errors.ts'
import type { Payload } from './types.ts'

export interface Mentions {
  readonly everyone: boolean
  readonly users: readonly string[]
  readonly roles: readonly string[]
}

interface Allowed {
  readonly parse?: readonly string[] | null
  readonly users?: readonly string[] | null
  readonly roles?: readonly string[] | null
  readonly replied_user?: boolean | null
}

export function findMentions(text: string, allowed: Allowed | null | undefined, repliedTo?: string): Mentions {
  const all = (pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, id = '']) => id))]
  const parses = (kind: string): boolean => !allowed || (allowed.parse ?? []).includes(kind)
  const users = all(/<@!?(\d{1,20})>/g).filter((id) => parses('users') || allowed?.users?.includes(id))
  const replied = repliedTo !== undefined && (allowed ? allowed.replied_user === true : true)
  return {
    everyone: parses('everyone') && /@(everyone|here)/.test(text),
    users: replied && !users.includes(repliedTo) ? [...users, repliedTo] : users,
    roles: all(/<@&(\d{1,20})>/g).filter((id) => parses('roles') || allowed?.roles?.includes(id)),
  }
}

export const described = ({ everyone, users, roles }: Mentions): string[] => [
  ...(everyone ? ['@everyone'] : []),
  ...users.map((id) => `<@${id}>`),
  ...roles.map((id) => `<@&${id}>`),
]

export function mentionProblems(allowed: Payload | null | undefined): Problem[] {
  return ['users', 'roles'].flatMap((kind) =>
    allowed?.['parse']?.includes(kind) && allowed[kind]?.length > 0
      ? [
          problem(
            ['allowed_mentions'],
            'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
            `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
          ),
        ]
      : [],
  )
}

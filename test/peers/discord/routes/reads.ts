/** The bot itself, its gateway, and what it can look up. */
import { channelData, guildData, isThread, memberData } from '../channels.ts'
import { unknown } from '../errors.ts'
import type { World } from '../world.ts'
import { ok, param, type Route } from './route.ts'

export interface GatewayInfo {
  readonly url: string
  readonly identifiesLeft: number
}

export function readRoutes(world: World, gateway: () => GatewayInfo): Route[] {
  const { channels, me, application } = world
  const app = {
    ...application,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    bot: me,
    summary: '',
    team: null,
  }
  return [
    {
      name: 'GET /gateway/bot',
      auth: 'bot',
      run() {
        const { url, identifiesLeft } = gateway()
        const limit = { total: 1000, remaining: identifiesLeft, reset_after: 86_400_000, max_concurrency: 1 }
        return ok({ url, shards: 1, session_start_limit: limit })
      },
    },
    { name: 'GET /gateway', auth: 'interaction', run: () => ok({ url: gateway().url }) },
    {
      name: 'GET /users/@me',
      auth: 'bot',
      run: () => ok({ ...me, email: null, verified: true, mfa_enabled: true, flags: 0 }),
    },
    { name: 'GET /applications/@me', auth: 'bot', run: () => ok(app) },
    { name: 'GET /oauth2/applications/@me', auth: 'bot', run: () => ok(app) },
    {
      name: 'GET /users/@me/guilds',
      auth: 'bot',
      query: { before: 'snowflake', after: 'snowflake', limit: 'integer', with_counts: 'boolean' },
      run: () =>
        ok(
          [...channels.guilds.values()]
            .filter(({ left }) => !left)
            .map(({ guild }) => ({
              id: guild.id,
              name: guild.name,
              icon: null,
              owner: false,
              permissions: '0',
              features: [],
            })),
        ),
    },
    {
      name: 'GET /users/{user}',
      auth: 'bot',
      run(request) {
        const person = channels.person(param(request, 'user'))
        if (!person) throw unknown.user()
        return ok(person)
      },
    },
    {
      name: 'GET /channels/{id}',
      auth: 'bot',
      run: (request) => ok(channelData(channels.target(param(request, 'id')), me)),
    },
    {
      name: 'GET /guilds/{id}',
      auth: 'bot',
      query: { with_counts: 'boolean' },
      run: (request) => ok(guildData(channels.targetGuild(param(request, 'id')))),
    },
    {
      name: 'GET /guilds/{id}/channels',
      auth: 'bot',
      run(request) {
        const guild = channels.targetGuild(param(request, 'id'))
        const own = [...channels.all.values()].filter(
          (state) => state.guild === guild && !state.removed && !isThread(state.channel),
        )
        return ok(own.map((state) => channelData(state, me)))
      },
    },
    {
      name: 'GET /guilds/{id}/roles',
      auth: 'bot',
      run: (request) => ok(channels.targetGuild(param(request, 'id')).roles),
    },
    {
      name: 'GET /guilds/{id}/members/{user}',
      auth: 'bot',
      run(request) {
        const member = channels.targetGuild(param(request, 'id')).members.get(param(request, 'user'))
        if (!member) throw unknown.member()
        return ok(memberData(member))
      },
    },
  ]
}

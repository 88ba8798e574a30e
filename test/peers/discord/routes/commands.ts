/** Application commands, of all guilds and of one. */
import { ApiError, invalidForm, problem, unknown } from '../errors.ts'
import { coercedCommand } from '../schema.ts'
import type { Command } from '../types.ts'
import type { World } from '../world.ts'
import { created, nothing, ok, param, type Request, type Route, yes } from './route.ts'

const GLOBAL = '/applications/{id}/commands'
const GUILD = '/applications/{id}/guilds/{guild}/commands'

export function commandRoutes(world: World): Route[] {
  const { commands, channels, application } = world

  /** Where the commands of a request are kept. */
  const scope = (request: Request): string => {
    if (param(request, 'id') !== application.id)
      throw new ApiError(403, 20012, 'You are not authorized to perform this action on this application', false)
    const guild = request.params['guild']
    if (guild === undefined) return 'global'
    return channels.targetGuild(guild).guild.id
  }
  const find = (request: Request): Command => {
    const command = commands.list(scope(request)).find(({ id }) => id === param(request, 'command'))
    if (!command) throw unknown.command()
    return command
  }

  return [GLOBAL, GUILD].flatMap((base): Route[] => [
    {
      name: `GET ${base}`,
      auth: 'bot',
      query: { with_localizations: 'boolean' },
      run: (request) =>
        ok(
          commands
            .list(scope(request))
            .map((command) => (yes(request.query['with_localizations']) ? command : plain(command))),
        ),
    },
    {
      name: `PUT ${base}`,
      auth: 'bot',
      schema: 'ApplicationCommandUpdateRequest',
      list: true,
      adapt: (body) => (Array.isArray(body) ? body.map(coercedCommand) : body),
      check: ({ commands: list }) =>
        list.length > 130 ? [problem([], 'BASE_TYPE_BAD_LENGTH', 'Must be between 0 and 130 in length.')] : [],
      run: (request) => ok(commands.overwrite(scope(request), request.body['commands'])),
    },
    {
      name: `POST ${base}`,
      auth: 'bot',
      schema: 'ApplicationCommandCreateRequest',
      adapt: coercedCommand,
      run(request) {
        const made = commands.create(scope(request), request.body)
        return made.created ? created(made.command) : ok(made.command)
      },
    },
    { name: `GET ${base}/{command}`, auth: 'bot', run: (request) => ok(find(request)) },
    {
      name: `PATCH ${base}/{command}`,
      auth: 'bot',
      schema: 'ApplicationCommandPatchRequestPartial',
      adapt: coercedCommand,
      run(request) {
        const { id, name, type } = find(request)
        const wanted = request.body['name'] ?? name
        if (commands.list(scope(request)).some((one) => one.id !== id && one.name === wanted && one.type === type)) {
          throw invalidForm([
            problem(['name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique'),
          ])
        }
        return ok(commands.change(scope(request), id, request.body))
      },
    },
    {
      name: `DELETE ${base}/{command}`,
      auth: 'bot',
      run(request) {
        commands.remove(scope(request), find(request).id)
        return nothing
      },
    },
  ])
}

/** Lists leave out the translations unless they are asked for. */
function plain({ name_localizations: _, description_localizations: __, ...command }: Command): object {
  return command
}

/** All routes, and which of them a request is for. */
import type { World } from '../world.ts'
import { commandRoutes } from './commands.ts'
import { interactionRoutes } from './interactions.ts'
import { messageRoutes } from './messages.ts'
import { type GatewayInfo, readRoutes } from './reads.ts'
import type { Route } from './route.ts'

export interface Found {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

export interface Routes {
  /** `elsewhere` is a path that is known with another method. */
  find(method: string, path: string): Found | 'elsewhere' | undefined
  readonly all: readonly Route[]
}

export function createRoutes(world: World, gateway: () => GatewayInfo): Routes {
  const routes = [
    ...readRoutes(world, gateway),
    ...interactionRoutes(world),
    ...messageRoutes(world),
    ...commandRoutes(world),
  ]
  const patterns = routes.map((route) => {
    const [method, template = ''] = route.name.split(' ')
    const pattern = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>${IDS[name] ?? '\\d{1,20}'})`)
    return { route, method, path: new RegExp(`^${pattern}$`) }
  })
  return {
    find(method, path) {
      const matching = patterns.filter((pattern) => pattern.path.test(path))
      const found = matching.find((pattern) => pattern.method === method)
      if (!found) return matching.length > 0 ? 'elsewhere' : undefined
      return { route: found.route, params: { ...found.path.exec(path)?.groups } }
    },
    all: routes,
  }
}

/** Numbers, but for tokens. */
const IDS: Record<string, string> = { token: '[\\w.-]+' }

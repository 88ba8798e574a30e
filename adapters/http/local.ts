/** Whether nobody outside this machine can reach the server, as far as its settings tell. */
import { BlockList, isIP } from 'node:net'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/**
 * Whether a host's name or address means this machine alone: `localhost`, 127.0.0.0/8 and ::1, in brackets too. Any other name is looked
 * up by somebody else, and an empty one or 0.0.0.0 listens everywhere.
 */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  const family = isIP(name)
  return name === 'localhost' || (family !== 0 && LOOPBACK.check(name, family === 6 ? 'ipv6' : 'ipv4'))
}

/**
 * Whether the server hears this machine alone and is not announced to others. A proxy on this machine that has no `PUBLIC_URL` cannot be
 * told from here: whoever answers only where this is true looks at the request's `Host` with `isLoopback` as well.
 */
export function isLocal({
  host,
  publicUrl,
}: {
  readonly host: string
  readonly publicUrl: string | undefined
}): boolean {
  if (!isLoopback(host)) return false
  return publicUrl === undefined || (URL.canParse(publicUrl) && isLoopback(new URL(publicUrl).hostname))
}

/** Whose requests are counted together. */
import { isIP } from 'node:net'

/** Groups of four digits that name a network; a house has all addresses of one (RFC 6177). */
const NETWORK = 4
const GROUPS = 8

/** An IPv4 address as it is, of an IPv6 address its /64 network; what is no address as it is. */
export function visitorOf(address: string): string {
  const [bare = ''] = address.split('%')
  if (isIP(bare) !== 6) return address
  // A URL writes every address in one way.
  const written = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const [before = [], after = []] = written.split('::').map((part) => (part === '' ? [] : part.split(':')))
  const left = [...before, ...new Array<string>(GROUPS - before.length - after.length).fill('0'), ...after]
  return `${left.slice(0, NETWORK).join(':')}::/64`
}

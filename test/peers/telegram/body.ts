/** Parameters of a request, from its query and from a JSON, urlencoded or multipart body. */
import { ApiError } from './errors.ts'
import type { Payload } from './types.ts'

const unreadable = (reason: string): ApiError => new ApiError(400, `Bad Request: ${reason}`, true)

export function readParameters(query: URLSearchParams, contentType: string, body: Buffer): Payload {
  const parameters: Payload = Object.fromEntries(query)
  if (body.length === 0) return parameters
  const [type = ''] = contentType.toLowerCase().split(';')
  switch (type.trim()) {
    case 'application/json':
      return { ...parameters, ...readJson(body) }
    case '':
    case 'application/x-www-form-urlencoded':
      return { ...parameters, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) }
    case 'multipart/form-data':
      return { ...parameters, ...readMultipart(contentType, body) }
    default:
      throw unreadable(`unsupported content type ${type}`)
  }
}

function readJson(body: Buffer): Payload {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw unreadable("can't parse JSON object")
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable('JSON object expected')
  return value as Payload
}

const contents = new WeakMap<object, Buffer>()

/** What an uploaded file holds; `undefined` for anything else, such as the id of a file. */
export function contentOf(file: unknown): Buffer | undefined {
  return typeof file === 'object' && file !== null ? contents.get(file) : undefined
}

/** A field is text; a part with a file name becomes `{size, type, name}`, and `attach://` keeps pointing at it. */
function readMultipart(contentType: string, body: Buffer): Payload {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (!boundary) throw unreadable('multipart boundary is missing')
  // One byte a letter, so that nothing is changed before the parts are known.
  const pieces = body.toString('latin1').split(`--${boundary}`)
  if (pieces.length < 3 || !pieces.at(-1)?.startsWith('--')) throw unreadable('multipart body is cut')
  const parameters: Payload = {}
  const files = new Map<string, Payload>()
  for (const piece of pieces.slice(1, -1)) {
    const end = piece.indexOf('\r\n\r\n')
    const head = Buffer.from(piece.slice(0, end), 'latin1').toString('utf8')
    const content = Buffer.from(piece.slice(end + 4).replace(/\r\n$/, ''), 'latin1')
    const name = /name="([^"]*)"/i.exec(head)?.[1]
    if (end < 0 || name === undefined) throw unreadable('multipart part has no name')
    const file = /filename="([^"]*)"/i.exec(head)?.[1]
    if (file === undefined) {
      parameters[name] = content.toString('utf8')
      continue
    }
    const type = /content-type:\s*(\S+)/i.exec(head)?.[1] ?? 'application/octet-stream'
    const uploaded = { size: content.length, type, name: file }
    contents.set(uploaded, content)
    files.set(name, uploaded)
  }
  for (const [name, file] of files) {
    const attached = Object.keys(parameters).filter((key) => parameters[key] === `attach://${name}`)
    for (const key of attached.length > 0 ? attached : [name]) parameters[key] = file
  }
  return parameters
}

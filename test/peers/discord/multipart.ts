/** Bodies of several parts (Discord API, "Uploading Files"): `payload_json`, and at most ten files `files[n]`. */
import type { Upload } from './types.ts'

export interface Parts {
  /** What `payload_json` holds; undefined where it is not JSON. */
  readonly json: unknown
  readonly files: ReadonlyMap<number, Upload>
  /** Names of parts that mean nothing. */
  readonly unknown: readonly string[]
}

const FILE = /^files\[(\d)\]$/

export async function readParts(contentType: string, raw: Buffer): Promise<Parts> {
  const files = new Map<number, Upload>()
  const unknown: string[] = []
  let json: unknown = {}
  for (const [name, value] of await formOf(contentType, raw)) {
    const [, number] = FILE.exec(name) ?? []
    if (name === 'payload_json' && typeof value === 'string') json = parsed(value)
    else if (number !== undefined && typeof value !== 'string')
      files.set(Number(number), {
        name: value.name,
        bytes: Buffer.from(await value.arrayBuffer()),
        contentType: value.type,
      })
    else unknown.push(name)
  }
  return { json, files, unknown }
}

/** Half a body has no parts. */
async function formOf(contentType: string, raw: Buffer): Promise<FormData> {
  const body = new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } })
  return body.formData().catch(() => new FormData())
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

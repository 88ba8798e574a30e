/**
 * What Discord checks of a message's attachments:
 * - `attachments` of a new message describe files of the same call, by their numbers; of an edit also those to be kept, by their ids;
 * - an edit without the field keeps all, with it only what it names;
 * - an `attachment://` of an embed is a file that the message has.
 */
import { invalidForm, problem } from './errors.ts'
import type { Files } from './files.ts'
import type { Payload, Upload } from './types.ts'

/** The attachments of a message as it will be; throws what Discord would answer. */
export function attachedTo(
  body: Payload,
  uploads: ReadonlyMap<number, Upload>,
  files: Files,
  present: readonly Payload[] = [],
): readonly Payload[] {
  const named: readonly Payload[] | undefined = body['attachments'] ?? undefined
  const kept = named === undefined ? present : present.filter(({ id }) => named.some((one) => String(one['id']) === id))
  for (const [i, { id }] of (named ?? []).entries())
    if (!kept.some((one) => one['id'] === String(id)) && !uploads.has(Number(id)))
      throw invalidForm([problem(['attachments', i, 'id'], 'PEER_NO_SUCH_FILE', 'There is no such file.')])
  const added = [...uploads].map(([number, upload]): Payload => {
    const about = named?.find(({ id }) => String(id) === String(number))
    const stored = files.put({ ...upload, name: about?.['filename'] ?? upload.name }, 'attachments')
    return { ...stored, ...(about?.['description'] ? { description: about['description'] } : {}) }
  })
  const all = [...kept, ...added]
  for (const [i, embed] of (body['embeds'] ?? []).entries()) {
    for (const part of ['image', 'thumbnail']) {
      const name = nameIn(embed[part]?.url)
      if (name !== undefined && !all.some(({ filename }) => filename === name))
        throw invalidForm([problem(['embeds', i, part, 'url'], 'PEER_NO_SUCH_FILE', 'There is no such file.')])
    }
  }
  return all
}

/** An embed as it is given back: what lies in the message has an address. */
export function located(embed: Payload, attachments: readonly Payload[]): Payload {
  const place = (image: Payload | undefined): Payload | undefined => {
    const found = attachments.find(({ filename }) => filename === nameIn(image?.['url']))
    return found === undefined ? image : { ...image, url: found['url'] }
  }
  const { image, thumbnail } = embed
  return { ...embed, ...(image ? { image: place(image) } : {}), ...(thumbnail ? { thumbnail: place(thumbnail) } : {}) }
}

const nameIn = (url: unknown): string | undefined =>
  typeof url === 'string' ? /^attachment:\/\/(.+)$/.exec(url)?.[1] : undefined

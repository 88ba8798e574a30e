/** Where a file is to be had. */
import type { World } from '../world.ts'
import type { Handlers } from './handlers.ts'

export function fileMethods({ files }: World): Handlers {
  return { getFile: ({ file_id }) => files.place(file_id) }
}

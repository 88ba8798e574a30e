/** All methods the peer implements. */
import type { World } from '../world.ts'
import { chatMethods } from './chats.ts'
import { deliveryMethods } from './delivery.ts'
import { editMethods } from './edits.ts'
import { fileMethods } from './files.ts'
import type { Handlers } from './handlers.ts'
import { messageMethods } from './messages.ts'
import { profileMethods } from './profile.ts'
import { queryMethods } from './queries.ts'

export function createMethods(world: World): Handlers {
  return {
    ...deliveryMethods(world),
    ...profileMethods(world),
    ...messageMethods(world),
    ...editMethods(world),
    ...fileMethods(world),
    ...queryMethods(world),
    ...chatMethods(world),
  }
}

/** A picture where none is looked at: the smallest PNG, one white point. */
export const DOT: Uint8Array = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==',
  'base64',
)
export const drawDot = async (): Promise<Uint8Array> => DOT

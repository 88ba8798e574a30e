/** The one error of the store: what was wrong with it and what to do, in a sentence. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  /**
   * `busy`: another program holds it, try again · `full`: no room left · `readonly`: it may not be written to · `newer`: a later
   * Sanad made it · `broken`: it is damaged, or is something else.
   */
  readonly code: 'busy' | 'full' | 'readonly' | 'newer' | 'broken'

  constructor(code: StoreError['code'], message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

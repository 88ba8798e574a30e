/** Forms as commands: what was written becomes the end of a button's command. */

/** The command of a button with what was written in its form. */
export function written(command: string, fields: readonly string[]): string {
  const filled = fields.filter((field) => field.trim() !== '')
  return filled.length === 0 ? command : `${command} ${filled.join('\n')}`
}

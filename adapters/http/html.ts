/** HTML whose every inserted text is escaped (`hono/html`); nothing but this writes markup. */
import { html, raw } from 'hono/html'

export { html, raw }
export type Html = ReturnType<typeof html>

/** What stands on the pages of the web: the chat, the reader, the list of documents. */
export interface PagePhrases {
  readonly page: {
    readonly name: string
    /** One line under the name. */
    readonly promise: string
    readonly skip: string
    readonly conversation: string
    readonly you: string
    readonly sanad: string
    readonly question: string
    readonly placeholder: string
    readonly send: string
    readonly sending: string
    readonly failed: string
    readonly examples: string
    readonly commands: string
    readonly documents: string
    readonly languages: string
    readonly onlyYou: string
    readonly moderators: string
    /** Why whoever opens the page may do what moderators do. */
    readonly demo: string
    readonly attach: string
    readonly chat: string
    readonly tooLarge: string
    readonly noDocuments: string
  }
  readonly reader: {
    readonly contents: string
    readonly collection: string
    readonly kind: string
    readonly license: string
    readonly original: string
    readonly searchIn: string
    readonly search: string
    readonly found: (count: number) => string
    /** Where there are more. */
    readonly foundMost: (count: number) => string
    readonly nowhere: string
    readonly clear: string
    readonly citation: (number: number, of: number) => string
    readonly citations: string
    readonly previous: string
    readonly next: string
    readonly copy: string
    readonly copied: string
    /** Of the quotation as it is copied. */
    readonly quotation: string
    readonly moved: string
    readonly changed: string
    readonly gone: string
    readonly unknown: string
    readonly noDocument: string
    readonly all: string
    readonly back: string
    readonly note: (number: string) => string
    readonly brief: string
    readonly omitted: string
  }
}

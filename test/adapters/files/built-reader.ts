/** The reader of sent files as it is built: a process of plain JavaScript is up in a tenth of the time that TypeScript needs. */
const PATH: string = '../../../dist/adapters/files/file-reader.js'
const built: typeof import('../../../adapters/files/file-reader.ts') = await import(PATH)

export const createBuiltReader: typeof built.createFileReader = built.createFileReader

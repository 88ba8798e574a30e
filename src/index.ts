/** The core's only door: what adapters may import. */
export type { Answer, Heading } from './answer/answer.ts'
export { THRESHOLD } from './answer/answer.ts'
export type { Citation, CitedDocument } from './answer/citation.ts'
export { citedDocument } from './answer/citation.ts'
export type { Explanation } from './answer/explain.ts'
export type { Summary } from './answer/summary.ts'
export { isVerbatim } from './answer/verbatim.ts'
export { callsSanad, FOR_MODERATORS, isCommand, MENU } from './command.ts'
export type { Completion } from './commands/complete.ts'
export { explanationText } from './commands/why.ts'
export type { Document, Omission, Origin, Part, Passage, Problem, Source } from './corpus/document.ts'
export { Metadata } from './corpus/document.ts'
export { parseDocument } from './corpus/parse.ts'
export { zoneOf } from './digest/calendar.ts'
export type { Difference } from './evaluation/compare.ts'
export { compare } from './evaluation/compare.ts'
export type { Evaluation, Judgment, MeasureName, Result } from './evaluation/evaluate.ts'
export { evaluate, Judgments, Results } from './evaluation/evaluate.ts'
export type { Phrases } from './interface/index.ts'
export { phrases } from './interface/index.ts'
export { citationLabel, kindOf } from './interface/label.ts'
export type {
  Address,
  ChatAdapter,
  Delivered,
  DeliveryOptions,
  Doubt,
  Finding,
  Incoming,
  IncomingFile,
  Log,
  ReadFile,
  Refusal,
} from './ports.ts'
export { DeliveryError } from './ports.ts'
export { find as findIn } from './reader/find.ts'
export type { ReaderQuery } from './reader/link.ts'
export {
  citationsInReader,
  documentAt,
  inReader,
  isOnWeb,
  READER,
  readerLink,
  readerPath,
  readQuery,
} from './reader/link.ts'
export type { Located } from './reader/locate.ts'
export { locate } from './reader/locate.ts'
export type { Block as ViewBlock, Piece, Shown, View, ViewedHeading } from './reader/view.ts'
export { view } from './reader/view.ts'
export type { Action, Block, Chart, Form, Measure, Place, Reply } from './reply.ts'
export { paginate } from './reply.ts'
export type { Hit } from './retrieval/rank.ts'
export type { Sanad, SanadOptions } from './sanad.ts'
export { createSanad } from './sanad.ts'
export type { Sequence } from './sequence.ts'
export { createSequence } from './sequence.ts'
export type {
  AddedDocument,
  AddedDocuments,
  AnsweredQuestion,
  AskedQuestion,
  ChatSettings,
  Chats,
  Facts,
  Inbox,
  KeptQuestion,
  Outbox,
  People,
  PersonalData,
  Post,
  PostState,
  Questions,
  RaisedQuestion,
  Schedule,
  Slot,
  SlotChange,
  SlotState,
  Slots,
  Store,
  StoredPost,
  StoredUpdate,
  Vote,
} from './store.ts'
export { ANNOUNCEMENT } from './store.ts'
export { isolate, isRightToLeft, withoutControls } from './text/bidi.ts'
export type { Language } from './text/language.ts'
export { languageNamed, languageOf } from './text/language.ts'
export { parseGlossary } from './text/lexicon/glossary.ts'
export type { GlossaryEntry } from './text/lexicon/index.ts'
export type { Span } from './text/sentences.ts'

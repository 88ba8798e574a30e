/** The interface in its three languages. */
import type { Language } from '../text/language.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import type { Phrases } from './phrases.ts'

export type { Phrases } from './phrases.ts'

const PHRASES: Readonly<Record<Language, Phrases>> = { ar, fr, en }

/** The sentences of a language. */
export function phrases(language: Language): Phrases {
  return PHRASES[language]
}

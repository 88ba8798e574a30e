/** What people think of answers, what they ask of moderators, and what is kept about them. */
import type { Reply } from '../reply.ts'
import type { Vote } from '../store.ts'
import { notice, type Scope, text } from './scope.ts'

/** One vote a person, which may be changed. */
export async function vote(question: string, choice: Vote, { incoming, say, store }: Scope): Promise<Reply> {
  const outcome = await store?.questions.vote(incoming.address.platform, question, incoming.from, choice)
  return notice(outcome === undefined || outcome === 'unknown' ? say.tooOld : say.voted[outcome])
}

/** Puts an unanswered question before the moderators, where everyone can see that it was. */
export async function raise(question: string, { incoming, say, store }: Scope): Promise<Reply> {
  const outcome = await store?.questions.raise(incoming.address.platform, question)
  if (outcome === 'raised') return text(say.raised)
  return notice(outcome === 'already' ? say.alreadyRaised : say.tooOld)
}

export async function mydata({ incoming, say, store }: Scope): Promise<Reply> {
  if (store === undefined) return text(say.notHere)
  return text(say.mydata(await store.people.data(incoming.address.platform, incoming.from)))
}

export async function forgetme({ incoming, say, store }: Scope): Promise<Reply> {
  if (store === undefined) return text(say.notHere)
  return text(say.forgotten(await store.people.forget(incoming.address.platform, incoming.from)))
}

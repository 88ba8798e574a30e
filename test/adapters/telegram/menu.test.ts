import { describe, expect, test } from 'vitest'
import { openStore } from '../../../adapters/store/store.ts'
import { menus, registerMenus } from '../../../adapters/telegram/menu.ts'
import { MENU, phrases } from '../../../src/index.ts'

const names = (scope: string, code: string): string[] =>
  menus('ar')
    .filter((menu) => menu.scope.type === scope && menu.language_code === code)
    .flatMap(({ commands }) => commands.map(({ command }) => command))

describe('menus', () => {
  test('are one for each scope and language, and for clients of any other', () =>
    expect(menus('ar').map(({ scope, language_code }) => `${scope.type} ${language_code}`.trim())).toEqual([
      'default',
      'default ar',
      'default fr',
      'default en',
      'all_private_chats',
      'all_private_chats ar',
      'all_private_chats fr',
      'all_private_chats en',
      'all_chat_administrators',
      'all_chat_administrators ar',
      'all_chat_administrators fr',
      'all_chat_administrators en',
    ]))
  test('show members of a group what everyone may do', () => {
    expect(names('default', 'ar')).not.toContain('settings')
    expect(names('default', 'ar')).toContain('ask')
  })
  test('show administrators, and everybody in private, all of it', () => {
    expect(names('all_chat_administrators', 'fr')).toEqual([...MENU])
    expect(names('all_private_chats', '')).toEqual([...MENU])
  })
  test('speak the client’s language, else the one that was set', () => {
    const description = (language: 'ar' | 'fr', code: string): string | undefined =>
      menus(language).find(({ language_code }) => language_code === code)?.commands[0]?.description
    expect(description('ar', 'en')).toBe(phrases('en').menu.ask)
    expect(description('ar', '')).toBe(phrases('ar').menu.ask)
    expect(description('fr', '')).toBe(phrases('fr').menu.ask)
  })
  test('keep Telegram’s rules', () => {
    for (const { language_code, commands } of menus('ar')) {
      expect(language_code).toMatch(/^(?:[a-z]{2})?$/)
      for (const { command, description } of commands) {
        expect(command).toMatch(/^[a-z0-9_]{1,32}$/)
        expect(description.length).toBeGreaterThan(0)
        expect(description.length).toBeLessThanOrEqual(256)
      }
    }
  })
})

describe('registering', () => {
  const { signal } = new AbortController()
  test('is done once for the same menus', async () => {
    const store = await openStore({ file: ':memory:', now: Date.now })
    const calls: string[] = []
    const call = async (method: string): Promise<unknown> => {
      calls.push(method)
      return true
    }
    await registerMenus(call, store, 1, 'ar', signal)
    expect(calls).toEqual(menus('ar').map(() => 'setMyCommands'))
    await registerMenus(call, store, 1, 'ar', signal)
    expect(calls).toHaveLength(12)
    await registerMenus(call, store, 1, 'fr', signal)
    expect(calls).toHaveLength(24)
    await registerMenus(call, store, 2, 'fr', signal)
    expect(calls).toHaveLength(36)
    await store.close()
  })
  test('that failed is done again', async () => {
    const store = await openStore({ file: ':memory:', now: Date.now })
    let calls = 0
    const call = async (): Promise<unknown> => {
      if (++calls === 5) throw new Error('no')
      return true
    }
    await expect(registerMenus(call, store, 1, 'ar', signal)).rejects.toThrow('no')
    await registerMenus(call, store, 1, 'ar', signal)
    expect(calls).toBe(17)
    await store.close()
  })
})

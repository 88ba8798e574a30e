import { describe, expect, test } from 'vitest'
import { isLocal, isLoopback } from '../../../adapters/http/local.ts'

const HERE = ['127.0.0.1', '127.0.0.2', '127.255.255.254', '::1', '[::1]', '0:0:0:0:0:0:0:1', 'localhost', 'LocalHost']
const MAPPED = ['::ffff:127.0.0.1', '[::ffff:7f00:1]']
const ELSEWHERE = [
  '',
  ' ',
  '0.0.0.0',
  '::',
  '[::]',
  '::0',
  '126.255.255.255',
  '128.0.0.1',
  '10.0.0.1',
  '192.168.1.10',
  '169.254.0.1',
  '::2',
  'fe80::1',
  'fc00::1',
  '::ffff:10.0.0.1',
  '::127.0.0.1',
  'example.org',
  'sanad',
  'localhost.example.org',
  'mylocalhost',
  'localhost.',
  'sub.localhost',
  '127.0.0.1.example.org',
  '127.0.0.1:8080',
  '127.1',
  '127.0.0.01',
  '2130706433',
  '*',
]

describe('a host that means this machine alone', () => {
  for (const host of [...HERE, ...MAPPED]) test(host, () => expect(isLoopback(host)).toBe(true))
})
describe('a host that does not, or that somebody else decides', () => {
  for (const host of ELSEWHERE) test(JSON.stringify(host), () => expect(isLoopback(host)).toBe(false))
})

describe('a server is local', () => {
  for (const host of HERE)
    test(`at ${host}, announced nowhere`, () => expect(isLocal({ host, publicUrl: undefined })).toBe(true))
  for (const publicUrl of ['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:8080', 'https://LOCALHOST/sanad'])
    test(`announced as ${publicUrl}`, () => expect(isLocal({ host: '127.0.0.1', publicUrl })).toBe(true))
})
describe('a server is not local', () => {
  for (const host of ELSEWHERE)
    test(`at ${JSON.stringify(host)}, whatever it is announced as`, () => {
      expect(isLocal({ host, publicUrl: undefined })).toBe(false)
      expect(isLocal({ host, publicUrl: 'http://localhost' })).toBe(false)
    })
  for (const publicUrl of [
    'https://sanad.example.org',
    'http://127.0.0.1@sanad.example.org',
    'http://sanad.example.org/127.0.0.1',
    'http://localhost.example.org',
    'http://0.0.0.0:8080',
    'http://192.168.1.10',
    'localhost',
    '',
  ])
    test(`announced as ${JSON.stringify(publicUrl)}`, () =>
      expect(isLocal({ host: '127.0.0.1', publicUrl })).toBe(false))
})

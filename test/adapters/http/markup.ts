/** Pages as a browser's parser understands them. */
import { type DefaultTreeAdapterMap, parse, parseFragment } from 'parse5'

type Node = DefaultTreeAdapterMap['node']
export type Element = DefaultTreeAdapterMap['element']

export const pageOf = (html: string): Node => parse(html)
export const pieceOf = (html: string): Node => parseFragment(html)

const isElement = (node: Node): node is Element => 'tagName' in node

/** All elements inside, in the order of the document; what a template holds too. */
export function elements(node: Node): Element[] {
  const inside =
    isElement(node) && 'content' in node ? [node.content as Node] : 'childNodes' in node ? node.childNodes : []
  return inside.flatMap((child) => (isElement(child) ? [child, ...elements(child)] : elements(child)))
}

export const attribute = ({ attrs }: Element, name: string): string | undefined =>
  attrs.find((one) => one.name === name)?.value

export const hasClass = (element: Element, name: string): boolean =>
  (attribute(element, 'class') ?? '').split(' ').includes(name)

export const byId = (node: Node, id: string): Element | undefined =>
  elements(node).find((element) => attribute(element, 'id') === id)

const LINES = ['p', 'li', 'blockquote', 'summary', 'div', 'ul', 'details', 'h1', 'h2', 'dt', 'dd']

/** The text inside, each line of it a line; without the elements that are left out. */
export function textOf(node: Node, isLeftOut: (element: Element) => boolean = () => false): string {
  const text = (inside: Node): string => {
    if (inside.nodeName === '#text') return (inside as DefaultTreeAdapterMap['textNode']).value
    if (isElement(inside) && isLeftOut(inside)) return ''
    const whole = 'childNodes' in inside ? inside.childNodes.map(text).join('') : ''
    return isElement(inside) && LINES.includes(inside.tagName) ? `\n${whole}\n` : whole
  }
  return text(node)
    .replace(/\n+/g, '\n')
    .replace(/^\n|\n$/g, '')
}

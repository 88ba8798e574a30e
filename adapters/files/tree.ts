/** The tree of an HTML page, without recursion and without blowing up: a page may nest as deep as it likes. */
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from 'parse5'

export type Node = DefaultTreeAdapterTypes.ChildNode
export type Element = DefaultTreeAdapterTypes.Element

/** The page's tree. Throws where tags left open would multiply in it. */
export function parsePage(source: string): DefaultTreeAdapterTypes.Document {
  // HTML repeats every formatting tag left open in each paragraph that follows. Written tags take three characters.
  let left = source.length / 3 + 1000
  const createElement: typeof defaultTreeAdapter.createElement = (...made) => {
    left -= 1
    if (left < 0) throw new Error('is HTML with more open tags than can be read')
    return defaultTreeAdapter.createElement(...made)
  }
  return parse(source, { treeAdapter: { ...defaultTreeAdapter, createElement } })
}

/** Visits `nodes` and what is in them, in order; an element only where `enter` agrees, and `leave` when it is done. */
export function walk(nodes: readonly Node[], enter: (node: Node) => boolean, leave: (element: Element) => void): void {
  const todo: { readonly node: Node; readonly entered: boolean }[] = []
  const add = (children: readonly Node[]): void => {
    for (const node of children.toReversed()) todo.push({ node, entered: false })
  }
  add(nodes)
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { node, entered } = next
    if (entered) leave(node as Element)
    else if (enter(node) && isElement(node)) {
      todo.push({ node, entered: true })
      add(node.childNodes)
    }
  }
}

/** The elements in `nodes`, in order. */
export function* elementsIn(nodes: readonly Node[]): Generator<Element> {
  const todo = nodes.toReversed()
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (!isElement(node)) continue
    yield node
    for (const child of node.childNodes.toReversed()) todo.push(child)
  }
}

/** The words in an element on one line. */
export function textOf(element: Element): string {
  const found: string[] = []
  walk(
    element.childNodes,
    (node) => (isText(node) ? found.push(node.value) > 0 : true),
    () => {},
  )
  return found.join('').replace(/\s+/g, ' ').trim()
}

export function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((attr) => attr.name === name)?.value
}

export function isElement(node: Node): node is Element {
  return 'tagName' in node
}

export function isText(node: Node): node is DefaultTreeAdapterTypes.TextNode {
  return node.nodeName === '#text'
}

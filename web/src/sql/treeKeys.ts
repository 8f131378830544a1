import type { TreeNode } from './treeNodes';

/** What a key does: the line that has the focus then, a line that opens or closes, or a name for the editor. */
export type TreeAct = { to: number } | { key: string; open: boolean } | { insert: string };

const pauseMs = 700;

/** Letters typed one after another are one word, until a pause. */
export class Typing {
  #word = '';
  #at = -Infinity;

  /** The word, with `letter` at its end. `at` is when that was typed. */
  add(letter: string, at: number): string {
    this.#word = (at - this.#at < pauseMs ? this.#word : '') + letter.toLowerCase();
    this.#at = at;
    return this.#word;
  }
}

/** What a key does on the line at `at`, as trees do everywhere (ARIA's tree view); null where it is none of the tree's. */
export function treeAct(
  nodes: TreeNode[],
  at: number,
  { key, shiftKey, timeStamp }: { key: string; shiftKey: boolean; timeStamp: number },
  typing: Typing,
): TreeAct | null {
  const node = nodes[at]!,
    last = nodes.length - 1;
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(last, at + 1) };
    case 'ArrowUp':
      return { to: Math.max(0, at - 1) };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: last };
    case 'ArrowRight':
      if (node.open === false) return { key: node.key, open: true };
      return { to: node.open && nodes[at + 1]?.level === node.level + 1 ? at + 1 : at };
    case 'ArrowLeft': {
      if (node.open) return { key: node.key, open: false };
      const above = nodes.findLastIndex((one, index) => index < at && one.level < node.level);
      return { to: above < 0 ? at : above };
    }
    case 'Enter':
      if (node.open !== undefined && !shiftKey) return { key: node.key, open: !node.open };
      return node.insert ? { insert: node.insert } : { to: at };
  }
  // The page's own keys, and what is no letter.
  if (key.length > 1 || key === ' ' || key === '/' || key === '?') return null;
  return { to: named(nodes, at, typing.add(key, timeStamp)) };
}

/** The next line whose name begins so; the same letter again and again walks from one to the next. */
function named(nodes: TreeNode[], at: number, word: string): number {
  const same = [...word].every(letter => letter === word[0]),
    start = same ? word[0]! : word,
    first = same ? at + 1 : at;
  for (let k = 0; k < nodes.length; k++) {
    const index = (first + k) % nodes.length;
    if (nodes[index]!.label.toLowerCase().startsWith(start)) return index;
  }
  return at;
}

/** Where a line is now. Of one that is gone (its table was closed, its columns came) what is above it, or the first. */
export function placeOf(nodes: TreeNode[], key: string): number {
  for (let name = key; name !== ''; name = above(name)) {
    const at = nodes.findIndex(node => node.key === name);
    if (at >= 0) return at;
  }
  return 0;
}

/** Keys are paths; the line that waits for columns, or says why there are none, has its table's and a sign. */
const above = (key: string) => (/[…!]$/.test(key) ? key.slice(0, -1) : key.slice(0, Math.max(0, key.lastIndexOf('/'))));

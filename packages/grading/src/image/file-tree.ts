import type { LayerEntry } from '../evidence/evidence.ts';

/** The content shared by one or more paths of a layer: a regular file with its hard links. */
export interface Inode {
  /** Index of the layer that contains the bytes. */
  layer: number;
  bytes: number;
  sha256: string | undefined;
  mode: number;
  uid: number;
  gid: number;
  /** Number of live paths that refer to it. */
  links: number;
}

export interface TreeNode {
  type: LayerEntry['type'];
  /** Set for regular files and hard links. */
  inode: Inode | undefined;
  layer: number;
  linkname: string | undefined;
  children: Map<string, TreeNode> | undefined;
}

/** Path components without empty ones and `.`, so that `./a//b/` and `a/b` are the same path. */
export function components(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/**
 * A filesystem under construction: the visible files after some layers of an image. Paths have no leading
 * slash.
 */
export class FileTree {
  readonly root: TreeNode = directory(-1);

  get(path: string): TreeNode | undefined {
    let node: TreeNode | undefined = this.root;
    for (const part of components(path)) node = node?.children?.get(part);
    return node;
  }

  /**
   * Puts `node` at `path`, creates missing parents, and returns what was there before. Parents that are not
   * directories are replaced.
   */
  set(
    path: string,
    node: TreeNode,
  ): { replaced: TreeNode | undefined; displaced: { path: string; node: TreeNode }[] } {
    const parts = components(path);
    const name = parts.pop();
    const displaced: { path: string; node: TreeNode }[] = [];
    if (name === undefined) return { replaced: undefined, displaced };
    let parent = this.root;
    for (const [depth, part] of parts.entries()) {
      let next = parent.children?.get(part);
      if (next === undefined || next.type !== 'dir') {
        if (next !== undefined) displaced.push({ path: parts.slice(0, depth + 1).join('/'), node: next });
        next = directory(node.layer);
        (parent.children ??= new Map()).set(part, next);
      }
      parent = next;
    }
    const siblings = (parent.children ??= new Map());
    const replaced = siblings.get(name);
    siblings.set(name, node);
    return { replaced, displaced };
  }

  /** Removes the subtree at `path` and returns it. */
  remove(path: string): TreeNode | undefined {
    const parts = components(path);
    const name = parts.pop();
    const parent = this.get(parts.join('/'));
    if (name === undefined) return undefined;
    const node = parent?.children?.get(name);
    parent?.children?.delete(name);
    return node;
  }
}

export function directory(layer: number): TreeNode {
  return { type: 'dir', inode: undefined, layer, linkname: undefined, children: undefined };
}

/**
 * Every node of a subtree with its path, parents first, siblings in the order in which they were added. Not
 * recursive, because hostile trees are deep.
 */
export function* walk(path: string, start: TreeNode): Generator<{ path: string; node: TreeNode }> {
  const stack = [{ path, node: start }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    yield top;
    const children = [...(top.node.children ?? [])].toReversed();
    for (const [name, child] of children)
      stack.push({ path: top.path === '' ? name : `${top.path}/${name}`, node: child });
  }
}

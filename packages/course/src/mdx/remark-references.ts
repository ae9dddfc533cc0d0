import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';

/** Something outside the lesson that its text refers to. */
export interface Reference {
  kind: 'run' | 'dockerfile' | 'folder' | 'exercise' | 'lesson' | 'term';
  id: string;
  /** 1-based line of the reference in the file. */
  line: number | undefined;
}

/** What the attributes of components refer to. */
export const kindOfAttribute: Record<string, Record<string, Reference['kind'] | Reference['kind'][]>> = {
  RecordedRun: { id: 'run' },
  CacheReplay: { run: 'run', against: 'run' },
  ContextExplorer: { project: 'folder' },
  InstructionEffects: { run: ['run', 'dockerfile'], against: ['run', 'dockerfile'] },
  ImageContents: { run: 'run', against: 'run' },
  ImageIcicle: { run: 'run', against: 'run' },
  LayerStack: { run: 'run', against: 'run' },
  LayerTransfer: { run: 'run' },
  Measured: { run: 'run' },
  ModelStrategies: { run: 'run', against: 'run', registry: 'run' },
  SharedBase: { run: 'run' },
  Next: { exercise: 'exercise', lesson: 'lesson' },
};

const glossary = `${hrefTo('glossary')}#`;

/**
 * Collects the references in components and glossary links of a lesson, so that a broken reference stops the
 * build instead of breaking the page.
 */
export function remarkReferences({ references }: { references: Reference[] }) {
  return (tree: Root) => {
    visit(tree, ['link', 'definition'], (node) => {
      if (node.type !== 'link' && node.type !== 'definition') return;
      if (node.url.startsWith(glossary))
        references.push({
          kind: 'term',
          id: node.url.slice(glossary.length),
          line: node.position?.start.line,
        });
    });
    visit(tree, ['mdxJsxFlowElement', 'mdxJsxTextElement'], (node) => {
      if (node.type !== 'mdxJsxFlowElement' && node.type !== 'mdxJsxTextElement') return;
      const kinds = kindOfAttribute[node.name ?? ''] ?? {};
      for (const attribute of node.attributes) {
        if (attribute.type !== 'mdxJsxAttribute' || typeof attribute.value !== 'string') continue;
        const { value: id } = attribute;
        references.push(
          ...[kinds[attribute.name] ?? []]
            .flat()
            .map((kind) => ({ kind, id, line: node.position?.start.line })),
        );
      }
    });
  };
}

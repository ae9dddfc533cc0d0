import type { Vocabulary } from '@dfm/contracts/page-data';
import { monaco } from '@/components/exercise/editor/monaco.ts';
import type { Candidate } from './candidate.ts';
import { completionsAt, explanationAt } from './complete.ts';

/** What is known about a model; undefined for one of a different editor. */
type About = (model: monaco.editor.ITextModel) => { path: string; vocabulary: Vocabulary } | undefined;

const kinds = {
  key: monaco.languages.CompletionItemKind.Property,
  value: monaco.languages.CompletionItemKind.Value,
  component: monaco.languages.CompletionItemKind.Class,
  directive: monaco.languages.CompletionItemKind.Module,
  option: monaco.languages.CompletionItemKind.Field,
} as const satisfies Record<Candidate['kind'], monaco.languages.CompletionItemKind>;

/** Suggests names while someone types in a draft, and explains those that are there. @returns what stops it */
export function registerCompletion(about: About): () => void {
  const languages = ['mdx', 'yaml'];
  const registered = [
    monaco.languages.registerCompletionItemProvider(languages, {
      triggerCharacters: [':', '<', '"', '(', '/', '#', ' ', '{', '[', ','],
      provideCompletionItems: (model, position) => {
        const known = about(model);
        const found =
          known && completionsAt(known.path, model.getValue(), model.getOffsetAt(position), known.vocabulary);
        return { suggestions: found ? found.all.map(suggestionIn(model, found)) : [] };
      },
    }),
    monaco.languages.registerHoverProvider(languages, {
      provideHover: (model, position) => {
        const known = about(model);
        const found =
          known && explanationAt(known.path, model.getValue(), model.getOffsetAt(position), known.vocabulary);
        const value = [...new Set([found?.detail, found?.description])]
          .filter((part) => part !== undefined)
          .join('\n\n');
        if (!found || value === '') return null;
        return { contents: [{ value }], range: rangeIn(model, found) };
      },
    }),
  ];
  return () => {
    for (const registration of registered) registration.dispose();
  };
}

function rangeIn(model: monaco.editor.ITextModel, { from, to }: { from: number; to: number }) {
  return monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to));
}

/** A snippet after which the cursor is between quotes, where a name belongs. */
const leavesValueOpen = /="\$[01]"/;
const suggestNext = { id: 'editor.action.triggerSuggest', title: 'Suggest values' };

function suggestionIn(model: monaco.editor.ITextModel, place: { from: number; to: number }) {
  const range = rangeIn(model, place);
  return (
    { label, insert, kind, detail, description }: Candidate,
    index: number,
  ): monaco.languages.CompletionItem => ({
    label: detail === undefined ? label : { label, description: detail },
    kind: kinds[kind],
    insertText: insert,
    insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
    // In the order of the tables, which is the one of the documentation.
    sortText: String(index).padStart(5, '0'),
    range,
    ...(leavesValueOpen.test(insert) && { command: suggestNext }),
    ...(description === undefined ? {} : { documentation: { value: description } }),
  });
}

import {
  DockerfileLanguageServiceFactory,
  type DockerfileLanguageService,
} from 'dockerfile-language-service';
import { hoverText } from './hover-text.ts';
import { isInFrom } from './instruction-at.ts';
import type { LanguageCompletion, LanguageReply, LanguageRequest } from './protocol.ts';

type Item = Awaited<ReturnType<DockerfileLanguageService['computeCompletionItems']>>[number];

const snippetFormat = 2;
const service = DockerfileLanguageServiceFactory.createLanguageService();
service.setCapabilities({
  completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
  hover: { contentFormat: ['markdown'] },
});

self.addEventListener('message', ({ data }: MessageEvent<LanguageRequest>) => {
  const position = { line: data.line - 1, character: data.column - 1 };
  if (data.kind === 'hover')
    reply({ id: data.id, kind: 'hover', markdown: hoverText(service.computeHover(data.text, position)) });
  else reply({ id: data.id, kind: 'completion', items: completions(data, position) });
});

/**
 * Returns no completions in FROM. There, the service would query a public registry for tags, but a learner's
 * text must stay in the browser.
 */
function completions(
  { text, line, column }: LanguageRequest,
  position: { line: number; character: number },
): LanguageCompletion[] {
  if (isInFrom(text, line)) return [];
  const items = service.computeCompletionItems(text, position);
  return Array.isArray(items)
    ? items.map((item) => completion(service.resolveCompletionItem(item), column))
    : [];
}

function completion(item: Item, column: number): LanguageCompletion {
  const edit = item.textEdit;
  const range = edit === undefined ? undefined : 'range' in edit ? edit.range : edit.insert;
  return {
    label: item.label,
    insertText: edit?.newText ?? item.insertText ?? item.label,
    isSnippet: item.insertTextFormat === snippetFormat,
    documentation: textOf(item.documentation),
    startColumn: (range?.start.character ?? column - 1) + 1,
    endColumn: (range?.end.character ?? column - 1) + 1,
  };
}

function textOf(value: string | { value: string } | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.value;
}

function reply(message: LanguageReply): void {
  postMessage(message);
}

import { hrefTo } from '@dfm/contracts/page-addresses';
import { LanguageClient } from './language-client.ts';
import { monaco } from './monaco.ts';
import type { ExplainedFinding } from './protocol.ts';

/** The latest findings of each open model, for hovers and quick fixes. */
const findingsOf = new WeakMap<monaco.editor.ITextModel, readonly ExplainedFinding[]>();

const severityOf = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Hint,
} as const;

/** Shows findings in a model: squiggles, their hovers and their quick fixes. */
export function showFindings(model: monaco.editor.ITextModel, findings: readonly ExplainedFinding[]): void {
  findingsOf.set(model, findings);
  const markers = findings.map((finding) => ({
    startLineNumber: finding.line,
    startColumn: finding.column,
    endLineNumber: finding.endLine,
    endColumn: finding.endColumn,
    severity: severityOf[finding.severity],
    message: finding.message,
    source: 'checks',
    code: {
      value: finding.id,
      target: monaco.Uri.parse(new URL(hrefTo('check', finding.id), location.href).href),
    },
  }));
  monaco.editor.setModelMarkers(model, 'checks', markers);
}

const covers = (finding: ExplainedFinding, range: monaco.IRange): boolean =>
  finding.line <= range.endLineNumber && finding.endLine >= range.startLineNumber;

function findingHover(
  model: monaco.editor.ITextModel,
  position: monaco.Position,
): monaco.languages.Hover | undefined {
  const here = (findingsOf.get(model) ?? []).filter((f) =>
    new monaco.Range(f.line, f.column, f.endLine, f.endColumn).containsPosition(position),
  );
  if (here.length === 0) return undefined;
  return {
    contents: here.map((f) => ({
      value: `**${f.title}** (${f.id})\n\n${f.why}\n\n*Fix:* ${f.howToFix}${f.also.length > 0 ? `\n\nAlso known as ${f.also.join(', ')}.` : ''}`,
    })),
  };
}

function quickFixes(model: monaco.editor.ITextModel, range: monaco.Range): monaco.languages.CodeActionList {
  const actions = (findingsOf.get(model) ?? []).flatMap((finding) =>
    finding.fix === undefined || !covers(finding, range) ? [] : [action(model, finding.fix)],
  );
  return { actions, dispose: () => undefined };
}

function action(
  model: monaco.editor.ITextModel,
  fix: NonNullable<ExplainedFinding['fix']>,
): monaco.languages.CodeAction {
  const removesLines = fix.text === '' && fix.endLine < model.getLineCount();
  const range = removesLines
    ? new monaco.Range(fix.startLine, 1, fix.endLine + 1, 1)
    : new monaco.Range(
        fix.startLine,
        1,
        fix.endLine,
        model.getLineMaxColumn(Math.min(fix.endLine, model.getLineCount())),
      );
  return {
    title: fix.title,
    kind: 'quickfix',
    isPreferred: true,
    edit: { edits: [{ resource: model.uri, versionId: undefined, textEdit: { range, text: fix.text } }] },
  };
}

/** Registers hovers, quick fixes and completions. Returns a function that unregisters them. */
export function registerDockerfileLanguage(): () => void {
  const client = new LanguageClient();
  const queryAt = (model: monaco.editor.ITextModel, position: monaco.Position) => ({
    text: model.getValue(),
    line: position.lineNumber,
    column: position.column,
  });
  const registered = [
    monaco.languages.registerHoverProvider('*', { provideHover: findingHover }),
    monaco.languages.registerCodeActionProvider('*', { provideCodeActions: quickFixes }),
    monaco.languages.registerHoverProvider('dockerfile', {
      provideHover: async (model, position) => {
        const markdown = await client.hover(queryAt(model, position));
        return markdown === undefined ? null : { contents: [{ value: markdown }] };
      },
    }),
    monaco.languages.registerCompletionItemProvider('dockerfile', {
      provideCompletionItems: async (model, position) => ({
        suggestions: (await client.complete(queryAt(model, position))).map((item) => ({
          label: item.label,
          kind: item.isSnippet
            ? monaco.languages.CompletionItemKind.Snippet
            : monaco.languages.CompletionItemKind.Keyword,
          insertText: item.insertText,
          ...(item.isSnippet
            ? { insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet }
            : {}),
          ...(item.documentation === undefined ? {} : { documentation: { value: item.documentation } }),
          range: new monaco.Range(position.lineNumber, item.startColumn, position.lineNumber, item.endColumn),
        })),
      }),
    }),
  ];
  return () => {
    for (const registration of registered) registration.dispose();
    client.dispose();
  };
}

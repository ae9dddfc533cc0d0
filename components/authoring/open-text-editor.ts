import type { Vocabulary, WrittenProblem } from '@dfm/contracts/page-data';
import { editorOptions } from '@/components/exercise/editor/editor-options.ts';
import { followSiteTheme } from '@/components/exercise/editor/monaco-theme.ts';
import { monaco } from '@/components/exercise/editor/monaco.ts';
import 'monaco-editor/languages/definitions/mdx/register.js';
import { registerCompletion } from './completion/register-completion.ts';

export interface TextEditor {
  /** Shows a file. If it is the shown one, its text is replaced, which can be undone. */
  show(path: string, text: string): void;
  /** Sets what completions suggest and hovers explain. */
  suggest(vocabulary: Vocabulary | undefined): void;
  problems(problems: readonly WrittenProblem[]): void;
  /** Marks lines that have no mistake, but that readers reported. */
  notes(notes: readonly WrittenProblem[]): void;
  reveal(line: number, column: number): void;
  dispose(): void;
}

/**
 * Opens Monaco for the files of a draft.
 *
 * @param events `changed` gets the text after every edit of the author
 */
export function openTextEditor(
  container: HTMLElement,
  events: { changed(text: string): void; save(): void },
): TextEditor {
  const stopTheme = followSiteTheme();
  const editor = createEditor(container);
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, events.save);
  let model: monaco.editor.ITextModel | undefined;
  let isWriting = false;
  let shownPath: string | undefined;
  let vocabulary: Vocabulary | undefined;
  const stopCompletion = registerCompletion((other) =>
    other === model && shownPath !== undefined && vocabulary ? { path: shownPath, vocabulary } : undefined,
  );
  const show = (path: string, text: string) => {
    if (path === shownPath) return replace(text);
    shownPath = path;
    const before = model;
    model = monaco.editor.createModel(text, languageOf(path));
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    model.onDidChangeContent(() => {
      if (!isWriting) events.changed(model!.getValue());
    });
    editor.setModel(model);
    editor.updateOptions({ ariaLabel: `${path}. Press Control M to let Tab leave the editor.` });
    before?.dispose();
  };
  const replace = (text: string) => {
    if (!model || model.getValue() === text) return;
    isWriting = true;
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
    isWriting = false;
  };
  return {
    show,
    suggest: (known) => {
      vocabulary = known;
    },
    problems(problems) {
      if (model) monaco.editor.setModelMarkers(model, 'content', problems.map(markerIn(model)));
    },
    notes(notes) {
      const { Info: severity } = monaco.MarkerSeverity;
      if (model) monaco.editor.setModelMarkers(model, 'reports', notes.map(markerIn(model, severity)));
    },
    reveal(line, column) {
      editor.setPosition({ lineNumber: Math.min(line, model?.getLineCount() ?? 1), column });
      editor.revealLineInCenterIfOutsideViewport(line);
      editor.focus();
    },
    dispose() {
      stopTheme();
      stopCompletion();
      editor.dispose();
      model?.dispose();
    },
  };
}

function createEditor(container: HTMLElement): monaco.editor.IStandaloneCodeEditor {
  return monaco.editor.create(container, {
    ...editorOptions,
    fontFamily: getComputedStyle(container).fontFamily,
    tabSize: 2,
    // Names are also written between quotes, which the highlighter takes for strings.
    quickSuggestions: { other: true, comments: false, strings: true },
    // Typographic quotes and dashes belong in prose.
    unicodeHighlight: { ambiguousCharacters: false },
  });
}

/** From the column to the end of the line; the whole line if the check knows no column. */
function markerIn(model: monaco.editor.ITextModel, severity = monaco.MarkerSeverity.Error) {
  return ({ line = 1, column, message }: WrittenProblem): monaco.editor.IMarkerData => {
    const at = Math.max(1, Math.min(line, model.getLineCount()));
    return {
      startLineNumber: at,
      startColumn: column ?? (model.getLineFirstNonWhitespaceColumn(at) || 1),
      endLineNumber: at,
      endColumn: model.getLineMaxColumn(at),
      severity,
      message,
    };
  };
}

function languageOf(path: string): string {
  const name = path.split('/').at(-1)!;
  if (/^(Dockerfile|Containerfile)/.test(name)) return 'dockerfile';
  const byEnding: Record<string, string> = {
    mdx: 'mdx',
    yaml: 'yaml',
    yml: 'yaml',
    py: 'python',
    sh: 'shell',
  };
  return byEnding[name.split('.').at(-1)!] ?? 'plaintext';
}

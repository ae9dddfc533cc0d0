import { instructionKind } from '@/components/figures/instruction-kind.ts';
import { registerDockerfileLanguage, showFindings } from './dockerfile-language.ts';
import { setEditorTheme } from './monaco-theme.ts';
import { monaco } from './monaco.ts';
import type { ExplainedFinding, InstructionLines } from './protocol.ts';

export interface EditorEvents {
  changed(path: string, text: string): void;
  cursorLine(path: string, line: number): void;
}

export interface OpenEditor {
  /** Shows a file. `text` is only used when the file is shown for the first time. */
  show(file: { path: string; text: string; editable: boolean }): void;
  /**
   * Writes a change made elsewhere (reset, fix, another tab) into a file that was shown before. A text that
   * the editor already has is skipped, so that undo history and cursor are kept.
   */
  write(path: string, text: string): void;
  findings(path: string, findings: readonly ExplainedFinding[]): void;
  /**
   * Colours the margin next to the lines of each instruction of the shown file, and highlights the line that
   * another pane points at.
   */
  mark(instructions: readonly InstructionLines[], activeLine: number | undefined): void;
  reveal(line: number): void;
  theme(dark: boolean): void;
  focus(offset?: number): void;
  dispose(): void;
}

const languageOf = (path: string): string => {
  const name = path.split('/').at(-1) ?? path;
  if (/^(Dockerfile|Containerfile)|\.dockerfile$/i.test(name)) return 'dockerfile';
  const byEnding: Record<string, string> = { py: 'python', yaml: 'yaml', yml: 'yaml', sh: 'shell' };
  return byEnding[name.split('.').at(-1) ?? ''] ?? 'plaintext';
};

/**
 * Opens Monaco in an element. While someone types, the editor has the newest text and reports it immediately
 * through `events.changed`.
 */
export function openEditor(container: HTMLElement, dark: boolean, events: EditorEvents): OpenEditor {
  setEditorTheme(dark);
  const unregister = registerDockerfileLanguage();
  const editor = monaco.editor.create(container, {
    model: null,
    automaticLayout: true,
    ariaLabel: 'Editor',
    fontFamily: getComputedStyle(container).fontFamily,
    fontSize: 14,
    lineHeight: 22,
    fontLigatures: false,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    renderLineHighlight: 'line',
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 14,
    folding: false,
    glyphMargin: false,
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    renderFinalNewline: 'on',
    lightbulb: { enabled: monaco.editor.ShowLightbulbIconMode.On },
    wordBasedSuggestions: 'off',
    links: false,
    fixedOverflowWidgets: true,
    padding: { top: 12, bottom: 12 },
    tabSize: 4,
    wordWrap: 'on',
    accessibilitySupport: 'auto',
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, alwaysConsumeMouseWheel: false },
  });
  const models = new Map<string, monaco.editor.ITextModel>();
  const pending = new Map<string, readonly ExplainedFinding[]>();
  const marks = editor.createDecorationsCollection();
  let shownPath = '';
  let isWriting = false;

  const modelOf = (path: string, text: string): monaco.editor.ITextModel => {
    const known = models.get(path);
    if (known !== undefined) return known;
    const model = monaco.editor.createModel(text, languageOf(path));
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    // Brackets in a Dockerfile are not nested, so colours for them would mean nothing.
    model.updateOptions({
      bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
    });
    model.onDidChangeContent(() => {
      if (!isWriting) events.changed(path, model.getValue());
    });
    models.set(path, model);
    showFindings(model, pending.get(path) ?? []);
    return model;
  };

  editor.onDidChangeCursorPosition(({ position }) => events.cursorLine(shownPath, position.lineNumber));

  return {
    show({ path, text, editable }) {
      const model = modelOf(path, text);
      if (shownPath === path && editor.getModel() === model) return;
      shownPath = path;
      editor.setModel(model);
      editor.updateOptions({
        readOnly: !editable,
        readOnlyMessage: { value: 'This file is part of the exercise and cannot be edited.' },
        ariaLabel: `${path}${editable ? '' : ', read only'}. Press Control M to let Tab leave the editor.`,
      });
    },
    write(path, text) {
      const model = models.get(path);
      if (model === undefined || model.getValue() === text) return;
      isWriting = true;
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
      isWriting = false;
    },
    findings(path, findings) {
      pending.set(path, findings);
      const model = models.get(path);
      if (model !== undefined) showFindings(model, findings);
    },
    mark(instructions, activeLine) {
      const kinds = instructions.map((i) => ({
        range: new monaco.Range(i.startLine, 1, i.endLine, 1),
        options: {
          isWholeLine: true,
          linesDecorationsClassName: `editor-kind editor-kind-${instructionKind(i.keyword)}`,
        },
      }));
      const active =
        activeLine === undefined
          ? []
          : [
              {
                range: new monaco.Range(activeLine, 1, activeLine, 1),
                options: { isWholeLine: true, className: 'editor-active-line' },
              },
            ];
      marks.set([...kinds, ...active]);
    },
    reveal(line) {
      const last = editor.getModel()?.getLineCount() ?? 1;
      const at = Math.min(line, last);
      editor.setPosition({
        lineNumber: at,
        column: editor.getModel()?.getLineFirstNonWhitespaceColumn(at) || 1,
      });
      editor.revealLineInCenterIfOutsideViewport(at);
      editor.focus();
    },
    theme: setEditorTheme,
    focus(offset) {
      const model = editor.getModel();
      if (model !== null && offset !== undefined) editor.setPosition(model.getPositionAt(offset));
      editor.focus();
    },
    dispose() {
      unregister();
      editor.dispose();
      for (const model of models.values()) model.dispose();
    },
  };
}

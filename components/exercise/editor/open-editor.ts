import { instructionKind } from '@/components/figures/instruction-kind.ts';
import { registerDockerfileLanguage } from './dockerfile-language.ts';
import { editorOptions } from './editor-options.ts';
import { FileModels } from './file-models.ts';
import { followSiteTheme } from './monaco-theme.ts';
import { monaco } from './monaco.ts';
import type { ExplainedFinding, InstructionLines } from './protocol.ts';

export interface EditorEvents {
  changed(path: string, text: string): void;
  cursorLine?(path: string, line: number): void;
  /** Ctrl S was pressed. Without it, the browser handles the key. */
  save?(): void;
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
  /** @param selection offsets in the text; the cursor is at its end */
  focus(selection?: { start: number; end: number }): void;
  dispose(): void;
}

/**
 * Opens Monaco in an element. While someone types, the editor has the newest text and reports it immediately
 * through `events.changed`.
 */
export function openEditor(container: HTMLElement, events: EditorEvents): OpenEditor {
  const stopTheme = followSiteTheme();
  const unregister = registerDockerfileLanguage();
  const editor = monaco.editor.create(container, {
    ...editorOptions,
    fontFamily: getComputedStyle(container).fontFamily,
  });
  const models = new FileModels(events.changed);
  const marks = editor.createDecorationsCollection();
  let shownPath = '';

  editor.onDidChangeCursorPosition(({ position }) => events.cursorLine?.(shownPath, position.lineNumber));
  if (events.save) editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () => events.save?.());

  return {
    show({ path, text, editable }) {
      const model = models.open(path, text);
      if (shownPath === path && editor.getModel() === model) return;
      shownPath = path;
      editor.setModel(model);
      editor.updateOptions({
        readOnly: !editable,
        readOnlyMessage: { value: 'This file is part of the exercise and cannot be edited.' },
        ariaLabel: `${path}${editable ? '' : ', read only'}. Press Control M to let Tab leave the editor.`,
      });
    },
    write: (path, text) => models.write(path, text),
    findings: (path, findings) => models.show(path, findings),
    mark(instructions, activeLine) {
      marks.set([...kindMarks(instructions), ...activeMark(activeLine)]);
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
    focus(selection) {
      const model = editor.getModel();
      if (model !== null && selection !== undefined) {
        const [start, end] = [model.getPositionAt(selection.start), model.getPositionAt(selection.end)];
        editor.setSelection(monaco.Range.fromPositions(start, end));
      }
      editor.focus();
    },
    dispose() {
      stopTheme();
      unregister();
      editor.dispose();
      models.dispose();
    },
  };
}

function kindMarks(instructions: readonly InstructionLines[]): monaco.editor.IModelDeltaDecoration[] {
  return instructions.map(({ startLine, endLine, keyword }) => ({
    range: new monaco.Range(startLine, 1, endLine, 1),
    options: {
      isWholeLine: true,
      linesDecorationsClassName: `editor-kind editor-kind-${instructionKind(keyword)}`,
    },
  }));
}

function activeMark(line: number | undefined): monaco.editor.IModelDeltaDecoration[] {
  if (line === undefined) return [];
  return [
    {
      range: new monaco.Range(line, 1, line, 1),
      options: { isWholeLine: true, className: 'editor-active-line' },
    },
  ];
}

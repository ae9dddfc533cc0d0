import { AArrowDown, AArrowUp, Columns2, Copy, Eraser, Plus, Search, TextSelect, X } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button.tsx';
import { fontSizes } from './use-font-size.ts';

interface Props {
  canAdd: boolean;
  canClose: boolean;
  /** Undefined if the window is too narrow for it. */
  isSideBySide: boolean | undefined;
  fontSize: number;
  onAdd(): void;
  onClose(): void;
  onSideBySide(isSideBySide: boolean): void;
  onSearch(): void;
  onCopy(): void;
  onSelectAll(): void;
  onClear(): void;
  onFontSize(by: 1 | -1): void;
}

/** What can be done with the selected shell. */
export function ShellTools({ isSideBySide, fontSize, ...props }: Props) {
  return (
    <div role="toolbar" aria-label="Terminal" className="flex">
      <IconButton label="New shell" disabled={!props.canAdd} onClick={props.onAdd}>
        <Plus aria-hidden size={18} />
      </IconButton>
      <IconButton label="Close the shell" disabled={!props.canClose} onClick={props.onClose}>
        <X aria-hidden size={18} />
      </IconButton>
      {isSideBySide !== undefined && (
        <IconButton
          label="Shells side by side"
          aria-pressed={isSideBySide}
          onClick={() => props.onSideBySide(!isSideBySide)}
        >
          <Columns2 aria-hidden size={18} className={isSideBySide ? 'text-accent' : ''} />
        </IconButton>
      )}
      <IconButton label="Search in the output (Ctrl Shift F)" onClick={props.onSearch}>
        <Search aria-hidden size={18} />
      </IconButton>
      <IconButton label="Copy the selection (Ctrl Shift C)" onClick={props.onCopy}>
        <Copy aria-hidden size={18} />
      </IconButton>
      <IconButton label="Select all" onClick={props.onSelectAll}>
        <TextSelect aria-hidden size={18} />
      </IconButton>
      <IconButton label="Clear the output" onClick={props.onClear}>
        <Eraser aria-hidden size={18} />
      </IconButton>
      <IconButton
        label="Smaller text"
        disabled={fontSize === fontSizes.min}
        onClick={() => props.onFontSize(-1)}
      >
        <AArrowDown aria-hidden size={18} />
      </IconButton>
      <IconButton
        label="Larger text"
        disabled={fontSize === fontSizes.max}
        onClick={() => props.onFontSize(1)}
      >
        <AArrowUp aria-hidden size={18} />
      </IconButton>
    </div>
  );
}

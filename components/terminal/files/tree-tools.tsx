import { Download, FilePlus, FolderPlus, Pencil, Trash2, Upload } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '@/components/ui/icon-button.tsx';

interface Props {
  isReady: boolean;
  /** What the selected row of the tree is; undefined if none is selected. */
  selected: 'folder' | 'file' | 'other' | undefined;
  onCreate(kind: 'file' | 'folder'): void;
  onUpload(files: readonly File[]): void;
  onDownload(): void;
  onRename(): void;
  onRemove(): void;
}

/** What can be done with the files, and with the selected one. */
export function TreeTools({ isReady, selected, onUpload, ...props }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  const hasNone = !isReady || selected === undefined;
  return (
    <div role="toolbar" aria-label="Files" className="flex flex-wrap">
      <IconButton label="New file" disabled={!isReady} onClick={() => props.onCreate('file')}>
        <FilePlus aria-hidden size={18} />
      </IconButton>
      <IconButton label="New folder" disabled={!isReady} onClick={() => props.onCreate('folder')}>
        <FolderPlus aria-hidden size={18} />
      </IconButton>
      <IconButton label="Upload files" disabled={!isReady} onClick={() => chooser.current?.click()}>
        <Upload aria-hidden size={18} />
      </IconButton>
      <IconButton label="Download" disabled={!isReady || selected !== 'file'} onClick={props.onDownload}>
        <Download aria-hidden size={18} />
      </IconButton>
      <IconButton label="Rename (F2)" disabled={hasNone} onClick={props.onRename}>
        <Pencil aria-hidden size={18} />
      </IconButton>
      <IconButton label="Delete" disabled={hasNone} onClick={props.onRemove}>
        <Trash2 aria-hidden size={18} />
      </IconButton>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={({ target }) => {
          onUpload([...(target.files ?? [])]);
          // The same file can be chosen again.
          target.value = '';
        }}
      />
    </div>
  );
}

import { PlainEditor } from '@/components/exercise/editor/plain-editor.tsx';
import { Button } from '@/components/ui/button.tsx';

interface Props {
  path: string;
  text: string;
  /** Whether one side has changed since the text was edited. */
  isOutdated: boolean;
  onText(text: string): void;
  onDrop(): void;
}

/** The result of a merge as the author writes it. */
export function EditedResult({ path, text, isOutdated, onText, onDrop }: Props) {
  return (
    <>
      {isOutdated && (
        <div className="draft-conflict mt-2">
          <p>One side has changed since you edited this text. Choose sides to see how, or keep it.</p>
          <div>
            <Button onClick={() => onText(text)}>Keep this text</Button>
          </div>
        </div>
      )}
      <div className="mt-2 h-96 resize-y overflow-auto rounded-md border border-line">
        <PlainEditor path={`The result of ${path}`} text={text} editable onText={onText} />
      </div>
      <Button look="quiet" className="mt-2" onClick={onDrop}>
        Drop this text and choose sides<span className="sr-only"> in {path}</span>
      </Button>
    </>
  );
}

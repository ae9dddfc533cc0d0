import type { LineLink } from '@/components/figures/line-link.tsx';

/** A line of the Dockerfile, in a sentence: a button if there is an editor to go to. */
export function LineButton({ line, onGoTo }: { line: number } & Pick<LineLink, 'onGoTo'>) {
  if (onGoTo === undefined) return <span className="whitespace-nowrap">line {line}</span>;
  return (
    <button
      type="button"
      className="font-medium whitespace-nowrap text-accent underline decoration-1 underline-offset-2"
      onClick={() => onGoTo(line)}
    >
      line {line}
    </button>
  );
}

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ProofItemView, ProofPart, ProofView } from '@dfm/contracts/page-data';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import { Link } from '@/components/ui/link.tsx';
import { DefectText } from './defect-text.tsx';

interface Props {
  draft: string;
  proof: ProofView;
}

/** Everything that is checked, by lesson and exercise. What is left to do comes first. */
export function ProofParts({ draft, proof: { parts, state } }: Props) {
  const isBad = ({ items }: ProofPart) =>
    items.some((item) => item.state === 'bad' || item.state === 'unsaved');
  const sorted = [...parts.filter(isBad), ...parts.filter((part) => !isBad(part))];
  return (
    <ul className="mt-4 border-b border-line">
      {sorted.map((part) => (
        <li key={part.part} className="border-t border-line py-3">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <h3 className="font-semibold wrap-anywhere">{part.part || 'Everything else'}</h3>
            {state === 'published' && <PublishedLink part={part.part} />}
          </div>
          <ul className="mt-1 grid gap-1.5 text-sm">
            {part.items.map((item) => (
              <li key={`${item.kind} ${item.variant ?? ''}`}>
                <Item draft={draft} part={part.part} item={item} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

/** Leads to the page that learners see. */
function PublishedLink({ part }: { part: string }) {
  const [, kind, slug] = /^(lesson|exercise|lab)s\/([^/]+?)(?:\.mdx)?$/.exec(part) ?? [];
  if (slug === undefined) return null;
  return (
    <Link
      href={hrefTo(kind as 'lesson' | 'exercise' | 'lab', slug)}
      className="text-sm text-accent underline underline-offset-2"
    >
      Open the {kind}
      <span className="sr-only"> {slug}</span>
    </Link>
  );
}

const stateText: Record<ProofItemView['state'], { text: string; tone: Tone }> = {
  waiting: { text: 'waiting', tone: 'neutral' },
  running: { text: 'running', tone: 'accent' },
  good: { text: 'as declared', tone: 'good' },
  unsaved: { text: 'recorded, not in the draft yet', tone: 'warn' },
  known: { text: 'unchanged since it was checked', tone: 'good' },
  bad: { text: 'to fix', tone: 'bad' },
};

const goodText: Record<ProofItemView['kind'], string> = {
  text: 'in order',
  variant: 'as declared',
  commands: 'as recorded',
  recording: 'as recorded',
};

function nameOf(part: string, { kind, variant }: ProofItemView): string {
  if (kind === 'commands') return 'Commands';
  if (kind === 'recording') return `Recorded run of ${variant}`;
  return variant ?? (part === '' ? 'Text of what this draft does not change' : 'Text');
}

function Item({ draft, part, item }: { draft: string; part: string; item: ProofItemView }) {
  const { kind, state, defects, runId } = item;
  const { tone } = stateText[state];
  const text = state === 'good' ? goodText[kind] : stateText[state].text;
  const name = nameOf(part, item);
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        {runId === undefined ? (
          <span className="wrap-anywhere">{name}</span>
        ) : (
          <Link
            href={hrefTo('run', runId)}
            className="text-accent underline underline-offset-2 wrap-anywhere"
          >
            {name}
          </Link>
        )}
        <Badge tone={tone}>{text}</Badge>
      </div>
      {defects.length > 0 && (
        <ul className="mt-1 mb-2 grid gap-1 border-l-2 border-bad pl-3">
          {defects.map((defect) => (
            <li key={defect} className="wrap-anywhere whitespace-pre-line">
              <DefectText draft={draft} defect={defect} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { AlikeGroup } from '@dfm/contracts/page-data';
import { visibleText } from '@dfm/contracts/visible-text';
import { Badge } from '@/components/ui/badge.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { pairAddress } from './pair-address.ts';

interface Props {
  group: AlikeGroup;
  /** Address of the page that compares two submissions. */
  compareAt: string;
  /** Address of the patch that declares a submission as a variant. */
  variantAt: string;
}

const sameness = {
  nothing: 'The same to the character',
  values: 'The same apart from the values that each learner has',
  form: 'The same apart from comments, space or names',
} as const satisfies Record<AlikeGroup['differBy'], string>;

/** Submissions with the same files: whose they are, what they look like, and what they are known as. */
export function AlikeGroupItem({ group, compareAt, variantAt }: Props) {
  const { submissions, knownAs, newVariantId, differBy, files } = group;
  const [first, second] = submissions;
  return (
    <li className="border-t border-line py-3">
      <p className="wrap-anywhere">
        {submissions.map(({ runId, name }, index) => (
          <span key={runId}>
            {index > 0 && ', '}
            <Link href={hrefTo('run', runId)} className="hover:text-accent hover:underline">
              {name}
            </Link>
          </span>
        ))}
      </p>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
        {knownAs && <Badge>{knownAsText(knownAs)}</Badge>}
        {second && (
          <>
            <span>{sameness[differBy]}</span>
            <Link
              href={pairAddress(compareAt, first!.runId, second.runId)}
              className="text-accent underline underline-offset-2"
            >
              Compare
              <span className="sr-only">
                {' '}
                {first!.name} and {second.name}
              </span>
            </Link>
          </>
        )}
      </p>
      <Disclosure summary={<>Files{second && ` of ${first!.name}`}</>}>
        {Object.entries(files).map(([path, text]) => (
          <section key={path} aria-label={path} className="mb-3">
            <p className="font-mono text-sm font-semibold">{path}</p>
            <ScrollRegion
              aria-label={path}
              className="mt-1 max-h-96 overflow-auto rounded-md border border-line bg-raised"
            >
              <pre className="p-3 font-mono text-xs leading-5">{visibleText(text)}</pre>
            </ScrollRegion>
          </section>
        ))}
      </Disclosure>
      {newVariantId !== undefined && (
        <Disclosure summary="Declare as a wrong variant">
          <DeclareVariant id={newVariantId} patchAt={`${variantAt}?run=${first!.runId}`} />
        </Disclosure>
      )}
    </li>
  );
}

/** How a submission becomes a part of the course, which every later version of the exercise has to catch. */
function DeclareVariant({ id, patchAt }: { id: string; patchAt: string }) {
  return (
    <div className="grid max-w-measure gap-2 pb-2 text-sm">
      <p>
        The exercise is then tested with this mistake too, and it is recognised in every class.{' '}
        <a href={patchAt} download className="text-accent underline underline-offset-2">
          Save {id}.patch
        </a>
        , and in a clone of the course:
      </p>
      <pre className="overflow-x-auto rounded-md border border-line bg-raised p-3 font-mono text-xs leading-5">
        git apply {id}.patch
      </pre>
      <p>
        Give it a title and look for names in its comments before you commit it. It contains the files of one
        submission and nothing about who made it.
      </p>
    </div>
  );
}

function knownAsText(knownAs: NonNullable<AlikeGroup['knownAs']>): string {
  if (knownAs.kind === 'variant') return `Declared variant ${knownAs.id}`;
  return knownAs.kind === 'starter' ? 'The starter, unchanged' : 'The model solution';
}

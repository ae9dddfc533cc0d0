import 'server-only';
import type { ProofItemView, ProofPart, ProofView, PublishingView } from '@dfm/contracts/page-data';
import { visibleLine, visibleText } from '@dfm/contracts/visible-text';
import type { ContentAccess } from '../authoring/content-access.ts';
import { openDraft } from '../authoring/open-draft.ts';
import { type Prisma, db } from '../db/client.ts';

const columns = {
  id: true,
  commit: true,
  startedAt: true,
  endedAt: true,
  cancelledAt: true,
  version: true,
  madeBy: { select: { name: true } },
  items: {
    orderBy: { position: 'asc' },
    // Not the recordings, which are large.
    omit: { recorded: true },
    include: { run: { select: { state: true } } },
  },
} as const satisfies Prisma.ProofSelect;
type ProofRow = Prisma.ProofGetPayload<{ select: typeof columns }>;

/** What a draft would publish, and its newest check. @throws PlatformError `not-found` if the draft is gone */
export async function publishingView(access: ContentAccess, draft: string): Promise<PublishingView> {
  const { store, commit } = await openDraft(access, draft);
  const [main, base, [newest], proof] = await Promise.all([
    store.main(),
    store.base(commit),
    store.versions(),
    db().proof.findFirst({ where: { draft }, orderBy: { startedAt: 'desc' }, select: columns }),
  ]);
  return {
    draft,
    changes: await store.changes(base, commit),
    isBehind: base !== main,
    nextVersion: newest!.number + 1,
    proof: proof === null ? undefined : proofView(proof, commit),
  };
}

/** @param newest the newest commit of the draft */
function proofView(proof: ProofRow, newest: string): ProofView {
  const items = proof.items.map((item) => ({ part: item.part, view: itemView(item) }));
  const parts = new Map<string, ProofPart>();
  for (const { part, view } of items) {
    const known = parts.get(part) ?? { part, items: [] };
    parts.set(part, { ...known, items: [...known.items, view] });
  }
  return {
    id: proof.id,
    state: stateOf(proof),
    isOutdated: proof.commit !== newest,
    by: proof.madeBy === null ? undefined : visibleLine(proof.madeBy.name),
    startedAt: proof.startedAt.toISOString(),
    answered: proof.items.filter(({ judgedAt }) => judgedAt !== null).length,
    total: proof.items.length,
    parts: [...parts.values()],
  };
}

/** Whether everything has an answer, no answer a defect, and the draft every recording. */
export function isProven({
  endedAt,
  cancelledAt,
  items,
}: Pick<ProofRow, 'endedAt' | 'cancelledAt'> & {
  items: readonly Pick<ProofRow['items'][number], 'defects' | 'isUnsaved'>[];
}): boolean {
  return (
    endedAt !== null &&
    cancelledAt === null &&
    items.every(({ defects, isUnsaved }) => defects.length === 0 && !isUnsaved)
  );
}

function stateOf(proof: ProofRow): ProofView['state'] {
  if (proof.version !== null) return 'published';
  if (proof.cancelledAt !== null) return 'stopped';
  if (proof.endedAt === null) return 'checking';
  if (isProven(proof)) return 'good';
  return proof.items.some(({ defects }) => defects.length > 0) ? 'bad' : 'unsaved';
}

function itemView(item: ProofRow['items'][number]): ProofItemView {
  const { kind, part, variant, defects, runId } = item;
  const hasPage = kind !== 'commands' && part.startsWith('exercises/');
  return {
    kind,
    variant: kind === 'variant' || kind === 'recording' ? variant : undefined,
    state: stateOfItem(item),
    defects: defects.map((defect) => visibleText(defect)),
    runId: (hasPage && runId) || undefined,
  };
}

function stateOfItem(item: ProofRow['items'][number]): ProofItemView['state'] {
  if (item.judgedAt === null) return item.run?.state === 'running' ? 'running' : 'waiting';
  if (item.defects.length > 0) return 'bad';
  if (item.isUnsaved) return 'unsaved';
  return item.isKnown ? 'known' : 'good';
}

import 'server-only';
import type { ContentReport, ReportEntry } from '@dfm/contracts/page-data';
import { visibleLine, visibleText } from '@dfm/contracts/visible-text';
import type { Prisma } from '../db/client.ts';

/** The columns of a report that everyone who may see it sees. */
export const reportColumns = {
  id: true,
  part: true,
  slug: true,
  kind: true,
  quote: true,
  text: true,
  status: true,
  createdAt: true,
} as const satisfies Prisma.ContentReportSelect;

type Row = Prisma.ContentReportGetPayload<{ select: typeof reportColumns }>;

/** A stored report as pages show it. */
export function shownReport(row: Row, titleOf: (part: Row) => string): ContentReport {
  const { id, part, slug, kind, status } = row;
  return {
    ...{ id, part, slug, kind, status },
    title: titleOf(row),
    quote: visibleLine(row.quote),
    text: visibleText(row.text),
    createdAt: row.createdAt.toISOString(),
  };
}

/** Replies, the oldest first. */
export const repliesInOrder = {
  orderBy: [{ writtenAt: 'asc' }, { id: 'asc' }],
  include: { author: { select: { name: true } } },
} as const satisfies Prisma.ContentReport$repliesArgs;

type Reply = Prisma.ContentReportReplyGetPayload<typeof repliesInOrder>;

/** Stored replies as pages show them. @param by whose a reply is, for the person who reads it */
export function shownReplies(rows: readonly Reply[], by: (row: Reply) => string): ReportEntry[] {
  return rows.map((row) => ({
    id: row.id,
    by: visibleLine(by(row)),
    text: visibleText(row.text),
    writtenAt: row.writtenAt.toISOString(),
  }));
}

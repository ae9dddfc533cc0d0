import 'server-only';
import type { Commit } from '@dfm/content-store/history';
import type { SaveHead } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';

/** A commit as lists show it. A push can bring any name and any time. */
export const saveHead = ({ id, authorName, at, subject }: Commit): SaveHead => ({
  id,
  by: visibleLine(authorName),
  at: new Date(at).toISOString(),
  subject: visibleLine(subject),
});

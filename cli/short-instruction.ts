import { truncate } from '@dfm/contracts/truncate';
import { visibleLine } from '@dfm/contracts/visible-text';

/** The instruction that created a layer, on one line of at most 90 characters. */
export function shortInstruction(createdBy: string): string {
  const text = visibleLine(
    createdBy
      .replace(/\s*# buildkit$/, '')
      .replace(/^(?:RUN )?\/bin\/sh -c #\(nop\)\s+/, '')
      .replace(/\s+/g, ' '),
  );
  return truncate(text, 90);
}

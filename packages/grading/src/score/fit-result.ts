import { withinBytes, type ResultDocument } from '@dfm/contracts';

/**
 * Ordinary results take 20 to 100 KB. The site reads eight times as much, so that nothing added on the way
 * makes it too large.
 */
const maxResultBytes = 2 ** 20;

/**
 * The result in a size that can be stored and shown, whatever a learner put into names, values and steps; it
 * says where it was cut.
 */
export function fitResult(result: ResultDocument): ResultDocument {
  const fitting = withinBytes(result, maxResultBytes);
  if (fitting === result) return result;
  return {
    ...fitting,
    notices: [
      ...fitting.notices,
      'This result was too large to keep in full. Long texts lost their middle, long lists their end; the points count everything.',
    ],
  };
}

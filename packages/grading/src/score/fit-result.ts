import { withinBytes, type ResultDocument } from '@dfm/contracts';

/**
 * Ordinary results take 20 to 100 KB. The site accepts eight times this limit, so that nothing added on the
 * way makes a result too large.
 */
const maxResultBytes = 2 ** 20;

/**
 * The result, shortened to a size that can be stored and shown, whatever a learner put into names, values and
 * steps. A notice says that it was shortened.
 */
export function fitResult(result: ResultDocument): ResultDocument {
  const fitting = withinBytes(result, maxResultBytes);
  if (fitting === result) return result;
  return {
    ...fitting,
    notices: [
      ...fitting.notices,
      'This result was too large to store completely. Long texts were shortened in the middle and long lists at the end. The points are based on everything.',
    ],
  };
}

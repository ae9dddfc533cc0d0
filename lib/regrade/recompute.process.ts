import { serveWork } from '@dfm/bounded/serve-work';
import type { ContextFile, Exercise, ResultDocument } from '@dfm/contracts';
import { sentContext } from '@dfm/course/exercises';
import { recompute } from '@dfm/grading';

interface Input {
  exercise: Exercise;
  stored: ResultDocument;
  /** The complete build context. */
  files: ContextFile[];
}

/** Runs in a process of its own, because it reads what learners wrote. */
export const recomputing = {
  recompute: ({ exercise, stored, files }: Input): ResultDocument | undefined => {
    const dockerfile = files.find(({ path }) => path === 'Dockerfile');
    if (dockerfile?.encoding !== 'utf8') return undefined;
    const { evidence: context } = sentContext(files);
    return recompute({ exercise, stored, dockerfile: dockerfile.data, context });
  },
};

serveWork(recomputing);

import { listBranches } from '@/lib/authoring/git-exchange.ts';
import { gitRoute } from '@/lib/authoring/git-route.ts';

/** The branches and versions of the content, for git. */
export const GET = gitRoute(listBranches);

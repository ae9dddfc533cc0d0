import { sendCommits } from '@/lib/authoring/git-exchange.ts';
import { gitRoute } from '@/lib/authoring/git-route.ts';

/** Sends the commits that git asks for, for a clone or a fetch. */
export const POST = gitRoute(sendCommits);

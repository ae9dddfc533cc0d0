import { takePush } from '@/lib/authoring/git-exchange.ts';
import { gitRoute } from '@/lib/authoring/git-route.ts';

/** Takes a push of drafts from git. */
export const POST = gitRoute(takePush);

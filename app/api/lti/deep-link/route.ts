import { openRoute } from '@/lib/http/route.ts';
import { answerLaunch } from '@/lib/lti/receive-launch.ts';

/** The same as the launch. From this address, the login knows that content is chosen. */
export const POST = openRoute(answerLaunch);
export const GET = openRoute(answerLaunch);

import { openRoute } from '@/lib/http/route.ts';
import { answerLaunch } from '@/lib/lti/receive-launch.ts';

/** Where an LMS sends a browser after the login, with a form. It checks the state instead of the origin. */
export const POST = openRoute(answerLaunch);
/** Someone typed the address. */
export const GET = openRoute(answerLaunch);

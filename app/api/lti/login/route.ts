import { openRoute } from '@/lib/http/route.ts';
import { answerLogin } from '@/lib/lti/login.ts';

/** Where an LMS sends a browser first. It changes nothing, so it may come from any site. */
export const GET = openRoute(answerLogin);
export const POST = openRoute(answerLogin);

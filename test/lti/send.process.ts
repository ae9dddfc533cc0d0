/** Compares and sends once, in a process that a test can kill. */
import { db } from '../../lib/db/client.ts';
import { compareGrades } from '../../lib/lti/compare-grades.ts';
import { sendScores } from '../../lib/lti/send-scores.ts';

await compareGrades();
await sendScores();
await db().$disconnect();

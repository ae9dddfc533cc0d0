import { config } from 'zod/mini';

// By default, zod compiles schemas with `new Function`. Our Content-Security-Policy forbids that, and browsers
// report the attempt.
config({ jitless: true });

// First, because zod reads its configuration when a schema is created.
import './zod-without-eval.ts';
export * from '@dfm/contracts/browser-api';

import 'server-only';
import { pino } from 'pino';
import { perProcess } from './per-process.ts';

/** Structured log on standard output. Never given files, answers or tokens. */
export const log = perProcess('log', () => pino({ name: 'site', level: process.env.LOG_LEVEL ?? 'info' }));

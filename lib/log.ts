import 'server-only';
import { inertJson } from '@dfm/contracts/visible-text';
import { pino } from 'pino';
import { perProcess } from './per-process.ts';

/** A cause may quote what a stranger sent: exact for a program that reads the log, inert for a person's terminal. */
const inertOutput = { write: (line: string) => void process.stdout.write(inertJson(line)) };

/** Structured log on standard output. Never given files, answers or tokens. */
export const log = perProcess('log', () => pino({ name: 'site', level: process.env.LOG_LEVEL ?? 'info' }, inertOutput));

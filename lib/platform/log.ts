import 'server-only';
import { inertJson } from '@dfm/contracts/visible-text';
import { pino, stdSerializers } from 'pino';
import { perProcess } from './per-process.ts';

/**
 * An error may quote user input, so control characters are escaped: exact for a program that reads the log,
 * harmless in a terminal.
 */
const inertOutput = { write: (line: string) => void process.stdout.write(inertJson(line)) };

/**
 * Prisma's errors repeat the arguments, which may contain a learner's text. Only their last paragraph
 * describes the problem.
 */
function err(error: unknown): unknown {
  if (!(error instanceof Error) || !error.name.startsWith('PrismaClient'))
    return stdSerializers.err(error as Error);
  const message = error.message.split('\n\n').at(-1) ?? '';
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { type: error.name, message, stack: [`${error.name}: ${message}`, ...frames].join('\n') };
}

/** Structured log on standard output. Never log files, answers or tokens. */
export const log = perProcess('log', () =>
  pino({ name: 'site', level: process.env.LOG_LEVEL ?? 'info', serializers: { err } }, inertOutput),
);

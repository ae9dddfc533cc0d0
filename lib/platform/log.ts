import 'server-only';
import { inertJson } from '@dfm/contracts/visible-text';
import { pino, stdSerializers } from 'pino';
import { perProcess } from './per-process.ts';

/**
 * A cause may quote what a stranger sent: exact for a program that reads the log, inert for a person's
 * terminal.
 */
const inertOutput = { write: (line: string) => void process.stdout.write(inertJson(line)) };

/**
 * Prisma's errors repeat the arguments, a learner's text among them; their last paragraph says what was
 * wrong.
 */
function err(error: unknown): unknown {
  if (!(error instanceof Error) || !error.name.startsWith('PrismaClient'))
    return stdSerializers.err(error as Error);
  const said = error.message.split('\n\n').at(-1) ?? '';
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { type: error.name, message: said, stack: [`${error.name}: ${said}`, ...frames].join('\n') };
}

/** Structured log on standard output. Never given files, answers or tokens. */
export const log = perProcess('log', () =>
  pino({ name: 'site', level: process.env.LOG_LEVEL ?? 'info', serializers: { err } }, inertOutput),
);

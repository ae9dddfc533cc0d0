import * as z from 'zod/mini';
import { engineStateSchema } from './engine-state.ts';
import { fileAnswerSchema, fileRequestSchema } from './terminal-files.ts';

/**
 * What a page and a sandbox's shells say to each other, through the site and the runner.
 *
 * A page connects to `/api/terminal/<session>/socket`, the runner to
 * `/api/runner/terminals/<session>/socket`. The site passes messages on in envelopes that name the page (see
 * `terminalEnvelopeSchema`). Every message is one JSON text frame.
 */

/** Limits of a session, the same in every part. */
export const terminalLimits = {
  /** Shells of a session. */
  shells: 4,
  columns: { min: 2, max: 300 },
  rows: { min: 2, max: 120 },
  /** Lines above the screen that a reload brings back. */
  scrollback: 1_000,
  /** Characters of one `input` message. A longer paste is sent as several. */
  inputLength: 4_096,
  /** Characters of output that may be on the way to a page before it says that it has shown them. */
  unshownLength: 128 * 1024,
  /** Bytes of one message in either direction. A screen with 1,000 coloured lines has a quarter of it. */
  messageBytes: 2 * 1024 * 1024,
  /** Connections of previews with ports in the sandbox, whose `dial` starts at most 32 processes. */
  tunnels: 28,
  /** Bytes of one message in a tunnel. */
  tunnelMessageBytes: 1024 * 1024,
} as const;

const shell = z.int().check(z.gte(0), z.lt(terminalLimits.shells));
const columns = z.int().check(z.gte(terminalLimits.columns.min), z.lte(terminalLimits.columns.max));
const rows = z.int().check(z.gte(terminalLimits.rows.min), z.lte(terminalLimits.rows.max));
const count = z.int().check(z.gte(0));

/** What a page sends to the shells. */
export const pageMessageSchema = z.discriminatedUnion('type', [
  /**
   * The first message once the site says that the runner is connected, and again each time that it says so:
   * the runner then knows nothing about earlier connections. `page` is the same for all connections of one
   * page, so that input that it sends again after a lost connection is typed once.
   */
  z.object({ type: z.literal('hello'), page: z.uuid() }),
  /** Asks for the screen of a shell and everything that follows. Starts the shell if it does not exist. */
  z.object({ type: z.literal('attach'), shell, columns, rows }),
  /** `number` counts the inputs of the page from 1, over all its shells. */
  z.object({
    type: z.literal('input'),
    shell,
    number: z.int().check(z.gte(1)),
    text: z.string().check(z.minLength(1), z.maxLength(terminalLimits.inputLength)),
  }),
  z.object({ type: z.literal('resize'), shell, columns, rows }),
  /** How many characters of `output` the page has shown since the last `screen`. */
  z.object({ type: z.literal('shown'), shell, length: count }),
  /** Removes what is above the line of the cursor, for all pages. */
  z.object({ type: z.literal('clear'), shell }),
  /** Ends a shell and everything that was started in it. */
  z.object({ type: z.literal('close'), shell }),
  /** Reads or changes files. `number` is the page's own, and returns with the answer. */
  z.object({ type: z.literal('file'), number: count, request: fileRequestSchema }),
]);
export type PageMessage = z.infer<typeof pageMessageSchema>;

/** What the shells send to a page. */
export const shellMessageSchema = z.discriminatedUnion('type', [
  /**
   * Answers `hello`: the shells that exist, and the number of the last input of this page that was typed.
   * Also sent after inputs that a program did not read in time: the page sends again what comes after that
   * number.
   */
  z.object({ type: z.literal('welcome'), shells: z.array(shell), received: count }),
  /**
   * Replaces everything that is shown of a shell: after `attach`, and when a page is so far behind that it
   * gets the newest screen instead of what it missed.
   */
  z.object({ type: z.literal('screen'), shell, columns, rows, text: z.string() }),
  /** What a shell printed. */
  z.object({ type: z.literal('output'), shell, text: z.string() }),
  /** Another page has changed the size of the shell. */
  z.object({ type: z.literal('resized'), shell, columns, rows }),
  /** Inputs up to this number were typed. */
  z.object({ type: z.literal('received'), number: count }),
  /** The shell has ended. */
  z.object({ type: z.literal('exited'), shell, code: z.nullable(z.int()) }),
  /** What the engine has now: after `hello`, and after every change. */
  z.object({ type: z.literal('engine'), state: engineStateSchema }),
  /** Answers the `file` message with this number. */
  z.object({ type: z.literal('file'), number: count, answer: fileAnswerSchema }),
  /**
   * How far the learner is in the lab of the session: after `hello`, and after every change. `preparing`:
   * shells start later. `done` steps are done; `ticks` says which conditions of the next one are true.
   */
  z.object({
    type: z.literal('lab'),
    state: z.enum(['preparing', 'open']),
    done: count,
    ticks: z.array(z.boolean()).check(z.maxLength(8)),
  }),
]);
export type ShellMessage = z.infer<typeof shellMessageSchema>;

/**
 * Why a session ended. `engine`: what ran in the sandbox has ended its engine. `fault`: the platform failed,
 * and the session's time is given back.
 */
export const sessionEnds = ['closed', 'time', 'idle', 'engine', 'fault'] as const;
export type SessionEnd = (typeof sessionEnds)[number];

/** `lab`: slug of the lab that the learner works on in it. Without one, it is the playground. */
const session = { id: z.string(), lab: z.optional(z.string()) };

/** The state of a session, as its learner sees it. */
export const sessionViewSchema = z.discriminatedUnion('state', [
  /** `place` in the queue, from 1. */
  z.object({ ...session, state: z.literal('waiting'), place: z.int() }),
  /** A runner has it. `leftSeconds` decreases only while the session is in use. */
  z.object({
    ...session,
    state: z.literal('running'),
    leftSeconds: z.int(),
    isCounting: z.boolean(),
    /** Whether it can be extended, and until it ends because nobody uses it. */
    canExtend: z.boolean(),
    idleEndsInSeconds: z.int(),
  }),
  z.object({ ...session, state: z.literal('ended'), reason: z.enum(sessionEnds) }),
]);
export type SessionView = z.infer<typeof sessionViewSchema>;

/** What the site itself says on the socket of a page. */
export const siteMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session'), session: sessionViewSchema }),
  /** Whether the runner can be reached. Input is kept by the page until it can. */
  z.object({ type: z.literal('runner'), isConnected: z.boolean() }),
]);
export type SiteMessage = z.infer<typeof siteMessageSchema>;

/** Everything that a page receives. */
export const receivedMessageSchema = z.union([shellMessageSchema, siteMessageSchema]);
export type ReceivedMessage = z.infer<typeof receivedMessageSchema>;

/** A connection of a page, as the site numbers them. */
const connection = z.int().check(z.gte(1));

/** From the site to the runner: a message of a page, or that the page has disconnected. */
export const envelopeToRunnerSchema = z.union([
  z.object({ connection, message: pageMessageSchema }),
  z.object({ connection, isGone: z.literal(true) }),
]);
export type EnvelopeToRunner = z.infer<typeof envelopeToRunnerSchema>;

/** From the runner to the site. */
export const envelopeToPageSchema = z.object({ connection, message: shellMessageSchema });
export type EnvelopeToPage = z.infer<typeof envelopeToPageSchema>;

/**
 * From the site to the runner: connect `/api/runner/terminals/<session>/tunnel/<tunnel>` with a published
 * port. Every message there is binary, and together they are the bytes of one TCP connection.
 */
const tunnelRequestSchema = z.object({
  tunnel: z.uuid(),
  port: z.int().check(z.gte(1), z.lte(65_535)),
});
export type TunnelRequest = z.infer<typeof tunnelRequestSchema>;

/** `refused`: nothing accepts connections at the port. */
const tunnelProblems = ['not-published', 'refused', 'too-many', 'failed'] as const;
export type TunnelProblem = (typeof tunnelProblems)[number];

/** From the runner to the site, instead of a tunnel. */
const tunnelRefusalSchema = z.object({ tunnel: z.uuid(), problem: z.enum(tunnelProblems) });
export type TunnelRefusal = z.infer<typeof tunnelRefusalSchema>;

/** Everything that the runner gets from the site. */
export const messageToRunnerSchema = z.union([envelopeToRunnerSchema, tunnelRequestSchema]);
export type MessageToRunner = z.infer<typeof messageToRunnerSchema>;

/** Everything that the site gets from the runner. */
export const messageToSiteSchema = z.union([envelopeToPageSchema, tunnelRefusalSchema]);
export type MessageToSite = z.infer<typeof messageToSiteSchema>;

/** Why the site closes a socket, as its close code. */
export const socketCloseCodes = {
  /** The session has ended, or was taken over by a different attempt. Do not connect again. */
  over: 4_000,
  /** The page is no longer signed in as the learner of the session. */
  signedOut: 4_001,
  /** A message was not valid, too large, or too many came at once. */
  refused: 4_002,
} as const;

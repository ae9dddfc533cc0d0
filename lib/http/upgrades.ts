import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { perProcess } from '../platform/per-process.ts';

/**
 * Takes a connection over that asks for a different protocol.
 *
 * @returns whether it did; otherwise, nothing may be done with the connection
 */
export type TakeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

/** Set by instrumentation.ts, because the server in front of Next cannot import what is in Next's bundles. */
export const upgrades = () => perProcess<{ take?: TakeUpgrade }>('upgrades', () => ({}));

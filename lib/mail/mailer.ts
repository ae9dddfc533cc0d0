import 'server-only';
import type { Transporter } from 'nodemailer';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { perProcess } from '../platform/per-process.ts';
import { mailErrorCode, transportTo } from './transport.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** What the mail server refused last, until it accepts another mail. Without the address. */
export interface MailProblem {
  at: Date;
  /** Such as `ECONNREFUSED`, or `EENVELOPE 550`. */
  code: string;
}

/** Whether the site can send mail. */
export const mailIsConfigured = (): boolean => env().SMTP_URL !== undefined;

/** Undefined while nothing is wrong, as far as this process knows. */
export const mailProblem = (): MailProblem | undefined => mailer().problem;

/**
 * Sends a mail. A failure is logged and shown to the operator, but not thrown, because nobody waits for it.
 *
 * @throws Error if mail is not configured
 */
export async function sendMail(mail: Mail): Promise<void> {
  const state = mailer();
  if (state.transport === undefined) throw new Error('SMTP_URL is not set');
  try {
    await state.transport.sendMail({
      ...mail,
      from: env().MAIL_FROM ?? `Docker for ML <no-reply@${new URL(env().SITE_URL).hostname}>`,
      // Keeps out-of-office notes from being sent back (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    state.problem = undefined;
  } catch (error) {
    state.problem = { at: new Date(), code: mailErrorCode(error) };
    // Its message may contain the address.
    log.error({ code: state.problem.code }, 'a mail could not be sent');
  }
}

interface Mailer {
  transport: Transporter | undefined;
  problem: MailProblem | undefined;
}

function mailer(): Mailer {
  return perProcess('mailer', (): Mailer => ({ transport: newTransport(), problem: undefined }));
}

function newTransport(): Transporter | undefined {
  const { SMTP_URL } = env();
  return SMTP_URL === undefined ? undefined : transportTo(SMTP_URL);
}

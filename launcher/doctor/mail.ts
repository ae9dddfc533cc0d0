import { mailErrorCode, transportTo } from '../../lib/mail/transport.ts';
import type { Check } from './check.ts';
import { type Finding, good, NotChecked, problem } from './finding.ts';

/** Whether the mail server takes the site's connection. Sends nothing. */
export const mail: Check = {
  name: 'mail',
  about: 'mail server: connection, encryption, sign-in; nothing is sent',
  async run({ variables: { SMTP_URL } }, signal) {
    if (SMTP_URL === undefined) throw new NotChecked('SMTP_URL is not set, so the site sends no mail');
    if (!URL.canParse(SMTP_URL))
      throw new NotChecked('SMTP_URL is not an address', 'Fix what dfm doctor settings reports.');
    return mailFindings(SMTP_URL, signal);
  },
};

export async function mailFindings(smtpUrl: string, signal: AbortSignal): Promise<Finding[]> {
  const { hostname, port, username } = new URL(smtpUrl);
  const server = `${hostname}${port === '' ? '' : `:${port}`}`;
  const transport = transportTo(smtpUrl);
  const stop = () => transport.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await transport.verify();
    return [good(`${server} takes the connection${username === '' ? '' : ' and the password'}`)];
  } catch (error) {
    signal.throwIfAborted();
    // Its message may contain the name that was given.
    const code = mailErrorCode(error);
    return [problem(`${server}: ${code}`, adviceFor(code))];
  } finally {
    signal.removeEventListener('abort', stop);
    transport.close();
  }
}

function adviceFor(code: string): string {
  if (code.startsWith('EAUTH'))
    return 'Correct the user and password in SMTP_URL; characters such as @ and / are written as %40 and %2F.';
  if (code.startsWith('ETLS'))
    return 'Use a port of the server that offers STARTTLS, usually 587, or smtps:// with port 465.';
  if (code.startsWith('EDNS') || code.startsWith('ENOTFOUND'))
    return 'Correct the name of the server in SMTP_URL, or the DNS of this machine.';
  if (/^(?:ECONNECTION|ECONNREFUSED|ETIMEDOUT|ESOCKET)/.test(code))
    return 'Compare the host and port in SMTP_URL with those of the mail server, its certificate, and the firewall in between.';
  return 'Look up the code in the log of the mail server, at the time of this check.';
}

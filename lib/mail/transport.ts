import { createTransport, type Transporter } from 'nodemailer';

const TIMEOUT_MS = 20_000;
const local = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * A connection to a mail server, which is made when it is used. Without `server-only`, because `dfm doctor`
 * uses it too.
 *
 * @param smtpUrl value of SMTP_URL
 */
export function transportTo(smtpUrl: string): Transporter {
  const { hostname, port, username, password, protocol } = new URL(smtpUrl);
  const isSecure = protocol === 'smtps:';
  return createTransport({
    host: hostname,
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    // A link in a mail is a key, so it does not cross a network unencrypted.
    requireTLS: !local.has(hostname),
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
}

/**
 * The code of an error of a transport, such as `ECONNREFUSED` or `EENVELOPE 550`. Its message may contain an
 * address.
 */
export function mailErrorCode(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return [code ?? 'unknown', responseCode].filter((part) => part !== undefined).join(' ');
}

import { Callout } from '@/components/ui/callout.tsx';
import { Moment } from '@/components/ui/moment.tsx';

interface Props {
  /** Of the mail server, in its own codes. */
  problem: { at: Date; code: string } | undefined;
}

/** That the last mail could not be sent. Nothing while all is well. */
export function MailNote({ problem }: Props) {
  if (problem === undefined) return null;
  return (
    <Callout kind="warning" title="A mail could not be sent">
      <p>
        <Moment at={problem.at.toISOString()} />: <code>{problem.code}</code>. Check SMTP_URL and the mail
        server.
      </p>
    </Callout>
  );
}

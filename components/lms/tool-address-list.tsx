import { LinkToShare } from '@/components/ui/link-to-share.tsx';

interface Props {
  addresses: { login: string; launch: string; choose: string; keySet: string };
}

/** The addresses of this site that someone enters in the LMS. */
export function ToolAddressList({ addresses: { login, launch, choose, keySet } }: Props) {
  const rows = [
    { names: 'Tool URL and redirect URI (launch)', address: launch },
    { names: 'Initiate login URL', address: login },
    { names: 'Content selection URL (deep linking)', address: choose },
    { names: 'Public key set URL (JWKS)', address: keySet },
  ];
  return (
    <dl className="grid gap-3">
      {rows.map(({ names, address }) => (
        <div key={address}>
          <dt className="mb-1 text-sm font-semibold">{names}</dt>
          <dd>
            <LinkToShare address={address} what={names} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

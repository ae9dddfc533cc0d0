import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { TokenForm } from '@/components/accounts/token-form.tsx';
import { TokenList } from '@/components/accounts/token-list.tsx';
import { apiTokensOf } from '@/lib/accounts/api-token.ts';
import { accountForPage } from '@/lib/auth/session.ts';
import { mayWriteContent } from '@/lib/authoring/content-access.ts';
import { submitToken, submitTokenDeletion } from './actions.ts';

export const metadata: Metadata = {
  title: pages.apiTokens.title,
  description: pages.apiTokens.description,
  robots: { index: false },
};

export default async function ApiTokensPage() {
  const account = await accountForPage(hrefTo('apiTokens'));
  const mayPush = await mayWriteContent(account);
  return (
    <NarrowPage title={pages.apiTokens.title}>
      <p className="-mt-2 mb-8 text-soft">
        A program that has a token can read what you can read as staff: your classes and their grades
        {mayPush && ', and the content with git'}. It can change nothing
        {mayPush && ' unless you allow it below'}. What it can ask for is described in{' '}
        <a href="/api/v1/openapi.json" className="text-accent underline underline-offset-2">
          OpenAPI
        </a>
        .
      </p>
      <TokenForm action={submitToken} mayPush={mayPush} />
      <div className="mt-10">
        <TokenList tokens={await apiTokensOf(account)} action={submitTokenDeletion} />
      </div>
    </NarrowPage>
  );
}

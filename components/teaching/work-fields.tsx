import type { MemberWork } from '@dfm/contracts/page-data';

/** The hidden fields that say which assignment a form is about. */
export function WorkFields({ item: { kind, slug } }: { item: MemberWork }) {
  return (
    <>
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="slug" value={slug} />
    </>
  );
}

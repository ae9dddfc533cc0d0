import { Moment } from '@/components/ui/moment.tsx';

/** When something was last used, for the middle of a sentence. */
export function LastUsed({ at }: { at: string | undefined }) {
  if (at === undefined) return 'never used';
  return (
    <>
      last used <Moment at={at} />
    </>
  );
}

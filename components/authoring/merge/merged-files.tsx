import { counted } from '@/components/ui/counted.ts';
import { Disclosure } from '@/components/ui/disclosure.tsx';

/** The files that are merged without a decision. */
export function MergedFiles({ paths }: { paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <Disclosure summary={`${counted(paths.length, 'file')} merged without a decision`}>
      <ul className="font-mono text-sm text-soft">
        {paths.map((path) => (
          <li key={path} className="wrap-anywhere">
            {path}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

import type { ComparedSubmissions } from '@dfm/contracts/page-data';
import { DiffTable } from '@/components/exercise/diff/diff-table.tsx';

/** How the files of two submissions differ, line by line. */
export function ComparedFiles({ compared: { left, right } }: { compared: ComparedSubmissions }) {
  const paths = Object.keys({ ...left.files, ...right.files });
  return (
    <section aria-labelledby="files" className="mt-8">
      <h3 id="files" className="font-semibold">
        Files
      </h3>
      {paths.map((path) => (
        <DiffTable
          key={path}
          path={path}
          left={left.files[path] ?? ''}
          right={right.files[path] ?? ''}
          leftName={left.name}
          rightName={right.name}
        />
      ))}
    </section>
  );
}

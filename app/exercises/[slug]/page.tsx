import { getMDXComponent } from 'mdx-bundler/client/index.js';
import { CopyCode } from '@/components/lesson/copy-code.tsx';
import { lessonComponents } from '@/components/mdx/lesson-components.tsx';
import { Workbench } from '@/components/exercise/workbench.tsx';
import { loadExercisePage } from '@/lib/exercises/exercise-page.ts';
import { compileStatement } from '@/lib/exercises/statement.ts';

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { page, statement } = await loadExercisePage(slug);
  const Statement = getMDXComponent(await compileStatement(slug, statement));
  return (
    <Workbench exercise={page} run={undefined} hasPassed={false} readSolution={read}>
      <Statement components={lessonComponents({ runs: {}, titles: {} })} />
    </Workbench>
  );
}
async function read() {
  'use server';
  return { ok: false as const, message: 'x' };
}

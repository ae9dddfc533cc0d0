import { Workbench } from '@/components/exercise/workbench.tsx';
import { loadExercisePage } from '@/lib/exercises/exercise-page.ts';

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { page, statement } = await loadExercisePage(slug);
  return (
    <Workbench exercise={page} run={undefined} hasPassed={false} readSolution={read}>
      <div style={{ whiteSpace: 'pre-wrap' }}>{statement}</div>
    </Workbench>
  );
}
async function read() {
  'use server';
  return { ok: false as const, message: 'x' };
}

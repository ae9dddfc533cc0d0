import { ButtonLink } from '@/components/ui/button.tsx';

export default function HomePage() {
  return (
    <div className="mx-auto max-w-page px-4 py-16 sm:px-6">
      <h1 className="max-w-measure text-3xl font-semibold">Docker for ML</h1>
      <ButtonLink look="primary" href="/course">
        Open the course
      </ButtonLink>
    </div>
  );
}

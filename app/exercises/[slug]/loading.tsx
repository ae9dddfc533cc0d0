export default function Loading() {
  return (
    <output className="mx-auto block max-w-page px-4 py-24 text-soft sm:px-6">
      Opening the exercise.
    </output>
  );
}

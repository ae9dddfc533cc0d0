/** Why a form was rejected; nothing while there is no reason. Announced when it appears. */
export function FormProblem({ children }: { children: string | undefined }) {
  return (
    <div role="alert">
      {children !== undefined && (
        <p className="rounded-md bg-bad-soft px-4 py-3 text-sm text-bad">{children}</p>
      )}
    </div>
  );
}

/** Why a form was rejected; nothing while there is no reason. Announced when it appears. */
export function FormProblem({ children }: { children: string | undefined }) {
  return (
    // Out of the flow while it is empty, so that a grid leaves no gap for it. Always there, so that it is announced.
    <div role="alert" className="empty:absolute">
      {children !== undefined && (
        <p className="rounded-md bg-bad-soft px-4 py-3 text-sm text-bad">{children}</p>
      )}
    </div>
  );
}

'use client';

import { useEffect, useState } from 'react';
import type { ReportTools, ReportToolsProps } from './report-tools.tsx';

/** Lets a reader report a passage. Loaded after the page, because few readers need it. */
export function ReportProblem(props: ReportToolsProps) {
  const [Tools, setTools] = useState<typeof ReportTools>();
  useEffect(() => {
    import('./report-tools.tsx').then(
      (loaded) => setTools(() => loaded.ReportTools),
      // The page works without it.
      () => undefined,
    );
  }, []);
  return Tools ? <Tools {...props} /> : <p className="report-place">&nbsp;</p>;
}

import { reportKindWords } from '@dfm/contracts/content-reports';
import type { ReportInFile, WrittenProblem } from '@dfm/contracts/page-data';

/** Reports as notes at their lines of the editor. */
export function reportNotes(path: string, reports: readonly ReportInFile[]): WrittenProblem[] {
  return reports.flatMap(({ kind, quote, text, found }) =>
    found
      ? [
          {
            path,
            line: found.line,
            column: undefined,
            message: `${reportKindWords[kind]}, says a reader: “${quote}”${text && `\n${text}`}`,
          },
        ]
      : [],
  );
}

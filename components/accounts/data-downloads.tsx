/** Links to a person's data as files. `path`: that of the folder with the files. */
export function DataDownloads({ path }: { path: string }) {
  return (
    <ul className="grid gap-2">
      {(['html', 'json'] as const).map((format) => (
        <li key={format}>
          <a href={`${path}/${format}`} download className="text-accent underline underline-offset-2">
            {format === 'html' ? 'Download as a page to read (HTML)' : 'Download for programs (JSON)'}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Lets the browser save a file. */
export function offerDownload(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  // Not its own type: a page or a script is only stored.
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Whether a version such as `20.10.24+dfsg1` is older than another; false if one of them cannot be parsed. */
export function isOlder(version: string, than: string): boolean {
  const [own, other] = [numbersOf(version), numbersOf(than)];
  if (own === undefined || other === undefined) return false;
  const index = own.findIndex((number, at) => number !== other[at]);
  return index >= 0 && own[index]! < other[index]!;
}

function numbersOf(version: string): number[] | undefined {
  return /^v?(\d+)\.(\d+)(?:\.(\d+))?/
    .exec(version)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
}

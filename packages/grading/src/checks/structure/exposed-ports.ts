import type { ImageConfig } from '../../evidence/evidence.ts';

/**
 * Ports such as `8000/tcp` that were exposed by the base or the Dockerfile according to the history of the
 * image: `EXPOSE [8000/tcp]`, `EXPOSE map[8000/tcp:{}]`, `EXPOSE 8000`.
 */
export function exposedPorts({ history }: Pick<ImageConfig, 'history'>): ReadonlySet<string> {
  const ports = new Set<string>();
  for (const { createdBy } of history) {
    const list = /^(?:\/bin\/sh -c #\(nop\)\s+)?EXPOSE\s+(.*)$/su.exec(createdBy)?.[1];
    if (list === undefined) continue;
    for (const [, first, last, protocol] of list.matchAll(
      /(?<![\d/])(\d{1,5})(?:-(\d{1,5}))?(?:\/(\w+))?/gu,
    )) {
      const end = Math.min(Number(last ?? first), 65_535);
      for (let port = Number(first); port <= end; port += 1)
        ports.add(`${port}/${(protocol ?? 'tcp').toLowerCase()}`);
    }
  }
  return ports;
}

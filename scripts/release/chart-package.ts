import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzip, tar } from './reproducible-tar.ts';

/**
 * Packs a Helm chart with the version of the release. Not with `helm package`, which writes the time into the
 * archive, so that it differs each time. The format is an ordinary tar of the chart's folder.
 *
 * @param chart folder of the chart
 * @param work an empty folder
 * @returns name of the package in `output`
 */
export async function packChart(
  chart: string,
  { output, work, version, seconds }: { output: string; work: string; version: string; seconds: number },
): Promise<string> {
  const text = await readFile(join(chart, 'Chart.yaml'), 'utf8');
  const name = /^name: *(\S+)$/m.exec(text)?.[1];
  if (name === undefined) throw new Error(`${chart}/Chart.yaml has no name.`);
  await cp(chart, join(work, name), { recursive: true });
  const versioned = text
    .replace(/^version:.*$/m, `version: ${version}`)
    .replace(/^appVersion:.*$/m, `appVersion: '${version}'`);
  await writeFile(join(work, name, 'Chart.yaml'), versioned);
  const archive = `${name}-${version}.tgz`;
  await tar(join(work, 'chart.tar'), work, [name], seconds);
  await gzip(join(work, 'chart.tar'), join(output, archive));
  return archive;
}

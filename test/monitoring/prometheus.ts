import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import { firstFreePort } from '../../launcher/free-port.ts';
import { unpackPackage } from '../../launcher/unpacked-package.ts';
import { until } from '../faults/until.ts';
import { monitoringFolder } from './monitoring-files.ts';

const run = promisify(execFile);

/** Debian's Prometheus, unpacked but not installed. */
export class PrometheusPackage {
  readonly #bin: string;

  private constructor(bin: string) {
    this.#bin = bin;
  }

  static async unpacked(dataDir: string): Promise<PrometheusPackage> {
    const folder = join(dataDir, 'tools/prometheus');
    await unpackPackage('prometheus', folder);
    return new PrometheusPackage(join(folder, 'usr/bin'));
  }

  /** Runs promtool in deploy/monitoring. @throws with its output if it finds a mistake */
  async promtool(...args: string[]): Promise<void> {
    await run(join(this.#bin, 'promtool'), args, { cwd: monitoringFolder });
  }

  /** Prometheus' version. */
  async version(): Promise<string> {
    const { stdout } = await run(join(this.#bin, 'prometheus'), ['--version']);
    return /version ([\d.]+)/.exec(stdout)![1]!;
  }

  /**
   * Starts Prometheus with the files of deploy/monitoring, except for the addresses, and with a scrape every
   * second.
   *
   * @param targets `address:port` by job
   */
  async start(folder: string, targets: Record<string, string>, metricsToken: string): Promise<Prometheus> {
    const config = parse(await readFile(join(monitoringFolder, 'prometheus.yaml'), 'utf8')) as {
      global: object;
      rule_files: string[];
      scrape_configs: { job_name: string; static_configs: object[] }[];
    };
    config.global = { scrape_interval: '1s', evaluation_interval: '1s' };
    config.rule_files = config.rule_files.map((file) => join(monitoringFolder, file));
    for (const scraped of config.scrape_configs)
      scraped.static_configs = [{ targets: [targets[scraped.job_name]] }];
    const configFile = join(folder, 'prometheus.yaml');
    await writeFile(configFile, stringify(config));
    await writeFile(join(folder, 'metrics-token'), metricsToken);
    const address = `127.0.0.1:${await firstFreePort(9_300)}`;
    const child = spawn(
      join(this.#bin, 'prometheus'),
      [
        `--config.file=${configFile}`,
        `--storage.tsdb.path=${join(folder, 'tsdb')}`,
        `--web.listen-address=${address}`,
        '--log.level=warn',
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    return new Prometheus(`http://${address}`, async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    });
  }
}

interface LoadedRule {
  name: string;
  health: string;
  state: 'inactive' | 'pending' | 'firing';
  lastError?: string;
}

/** A Prometheus that runs. */
export class Prometheus {
  readonly #url: string;
  readonly stop: () => Promise<void>;

  constructor(url: string, stop: () => Promise<void>) {
    this.#url = url;
    this.stop = stop;
  }

  /** Waits until each job has been scraped several times, as an increase needs two values. */
  async scraped(jobs: readonly string[]): Promise<void> {
    await until('a scrape of each process', async () => {
      const up = await this.query('sum_over_time(up[1m]) >= 3').catch(() => []);
      return jobs.every((job) => up.some(({ metric }) => metric.job === job)) ? true : undefined;
    });
  }

  /** @throws Error if Prometheus does not accept the query */
  async query(query: string): Promise<{ metric: Record<string, string>; value: [number, string] }[]> {
    const { result } = await this.#get<{
      result: { metric: Record<string, string>; value: [number, string] }[];
    }>(`query?query=${encodeURIComponent(query)}`);
    return result;
  }

  async rules(): Promise<LoadedRule[]> {
    const { groups } = await this.#get<{ groups: { rules: LoadedRule[] }[] }>('rules');
    return groups.flatMap(({ rules }) => rules);
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.#url}/api/v1/${path}`);
    const answer = (await response.json()) as { status: string; error?: string; data: T };
    if (answer.status !== 'success') throw new Error(`${path}: ${answer.error}`);
    return answer.data;
  }
}

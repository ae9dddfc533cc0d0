import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineObjectKind } from '@dfm/contracts/lab';
import { connectEngine } from '../../engine/connect.ts';
import type { CommandEnd } from '../../engine/exec.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { FakeShell } from '../../terminals/testing/fake-shell.ts';

/** A sandbox of the tests: its engine has what a test gives it, and its shell finishes everything at once. */
export class FakeLabSandbox implements AsyncDisposable {
  readonly has: Record<EngineObjectKind, object[]> = { container: [], image: [], volume: [], network: [] };
  /** What was typed into shells, and what was executed as the learner. */
  readonly commands: string[] = [];
  setupEnd: CommandEnd = { exitCode: 0, output: '' };
  /** Whether the engine answers questions about what it has. */
  answers = true;
  readonly sandbox: Sandbox;
  readonly #dir: string;
  readonly #server: Server;
  readonly #followers = new Set<ServerResponse>();

  static async start(): Promise<FakeLabSandbox> {
    const dir = await mkdtemp(join(tmpdir(), 'lab-engine-'));
    const fake = new FakeLabSandbox(dir);
    await new Promise<void>((resolve) => fake.#server.listen(join(dir, 'docker.sock'), resolve));
    return fake;
  }

  private constructor(dir: string) {
    this.#dir = dir;
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.sandbox = {
      engine: connectEngine(join(dir, 'docker.sock')),
      executeAs: async (_user: string, command: string[]) => {
        this.commands.push(command.at(-1)!);
        return this.setupEnd;
      },
      openShell: async () => new FinishingShell(this.commands),
    } as unknown as Sandbox;
  }

  /** Number of connections to which events are reported. */
  get followers(): number {
    return this.#followers.size;
  }

  /** Reports an event, as `docker events` does. */
  report(of: EngineObjectKind, action: string): void {
    const event = { Type: of, Action: action, Actor: { ID: 'x', Attributes: {} } };
    for (const follower of this.#followers) follower.write(`${JSON.stringify(event)}\n`);
  }

  /** Ends all connections to which events are reported. */
  disconnect(): void {
    for (const follower of this.#followers) follower.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#dir, { recursive: true });
  }

  #answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
    const path = url.replace(/\?.*/, '');
    if (path === '/events') {
      this.#followers.add(response);
      response.on('close', () => this.#followers.delete(response));
      response.flushHeaders();
      return;
    }
    if (!this.answers) return void response.destroy();
    const [, kinds = '', name = ''] =
      /^\/(container|image|volume|network)s(?:\/(.+?))?(?:\/json)?$/.exec(path) ?? [];
    const all = this.has[kinds as EngineObjectKind];
    const found =
      name === '' || name === 'json'
        ? kinds === 'volume'
          ? { Volumes: all }
          : all
        : all.find((object) => Object.values(object).includes(decodeURIComponent(name)));
    response.writeHead(found === undefined ? 404 : 200).end(JSON.stringify(found ?? {}));
  }
}

/** A shell that runs nothing: it prints what a real one would print for `echo`. */
class FinishingShell extends FakeShell {
  readonly #commands: string[];

  constructor(commands: string[]) {
    super();
    this.#commands = commands;
    this.print('$ ');
  }

  override async write(text: string): Promise<void> {
    const line = text.replace(/\r$/, '');
    const echoed = /^echo (.*)$/.exec(line)?.[1];
    this.print(`${line}\r\n`);
    if (echoed === undefined) this.#commands.push(line);
    else this.print(`${echoed.replaceAll('"', '')}\r\n`);
    this.print('$ ');
  }
}

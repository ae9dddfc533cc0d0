import type { Workspace } from '@dfm/course/check/workspace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxWorkspace } from '../src/content/sandbox-workspace.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { declaredServices } from '../src/shelf/declared.ts';
import { readServiceImages } from '../src/shelf/images.ts';
import { shelfLayout } from '../src/shelf/layout.ts';
import { prepareServices } from '../src/shelf/services.ts';
import { openPool, type PoolFixture } from './sandbox-fixture.ts';

const secondsPerScript = 120;

let fixture: PoolFixture;
let sandbox: Sandbox;
let workspace: Workspace;

beforeAll(async () => {
  fixture = await openPool();
  await prepareServices(fixture.env, () => {});
  sandbox = await fixture.pool.acquire('services');
  workspace = await sandboxWorkspace(sandbox, secondsPerScript, new AbortController().signal);
});
afterAll(() => fixture[Symbol.asyncDispose]());

/** Runs a script as a learner would type it, and returns its output. */
async function shell(script: string): Promise<string> {
  const { exitCode, output } = await workspace.run(script);
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  return output.trim();
}

/** Waits until the command succeeds. */
const until = (command: string) =>
  `for i in $(seq 300); do ${command} >/dev/null 2>&1 && break; sleep 0.1; done; ${command}`;

test.each((await declaredServices()).map(({ reference }) => reference))(
  '%s is pulled by its name, and is not on the disk of a new sandbox',
  async (reference) => {
    expect(await shell(`docker image ls -q ${reference}`)).toBe('');
    expect(await shell(`docker pull --quiet ${reference}`)).toContain(reference);
    const shelved = (await readServiceImages(shelfLayout(fixture.env.SHELF_DIR))).find(
      (image) => image.reference === reference,
    )!;
    const label = `docker image inspect --format '{{index .Config.Labels "dfm.stand-in"}}' ${reference}`;
    expect(await shell(label)).toBe(shelved.standIn ? 'true' : '');
  },
);

test('all stand-ins have the first layer of debian:bookworm-slim', async () => {
  const services = await readServiceImages(shelfLayout(fixture.env.SHELF_DIR));
  const names = services.filter(({ standIn }) => standIn).map(({ reference }) => reference);
  const first = await shell(
    `docker image inspect --format '{{index .RootFS.Layers 0}}' debian:bookworm-slim ${names.join(' ')}`,
  );
  expect(new Set(first.split('\n')).size).toBe(1);
});

describe('redis', () => {
  test('stores a value for other containers, as the user redis', async () => {
    await shell(
      'docker network create caching; docker run -d --name cache --network caching redis:7-bookworm',
    );
    await shell(until('docker exec cache redis-cli ping'));
    const client = 'docker run --rm --network caching redis:7-bookworm redis-cli -h cache';
    expect(await shell(`${client} set answer 42; ${client} get answer`)).toBe('OK\n42');
    expect(await shell("docker exec cache sh -c 'stat -c %u /proc/1; id -u redis; pwd'")).toBe(
      '999\n999\n/data',
    );
  });

  test('keeps values in its volume, and stops when it is told to', async () => {
    expect(await shell('docker stop -t 20 cache; docker inspect -f {{.State.ExitCode}} cache')).toBe(
      'cache\n0',
    );
    await shell('docker start cache');
    await shell(until('docker exec cache redis-cli ping'));
    expect(await shell('docker exec cache redis-cli get answer')).toBe('42');
    await shell('docker rm -fv cache');
  });

  test('takes options, a file, and a user', async () => {
    const setting = (options: string, args: string) =>
      shell(
        `docker run -d --name set ${options} redis:7-bookworm ${args}; ${until('docker exec set redis-cli ping')}
docker exec set redis-cli config get protected-mode; docker exec set redis-cli config get appendonly; docker rm -fv set`,
      );
    const settings = (protectedMode: string, appendOnly: string) =>
      expect.stringContaining(`protected-mode\n${protectedMode}\nappendonly\n${appendOnly}`);
    expect(await setting('', '--appendonly yes')).toEqual(settings('no', 'yes'));
    expect(await setting('', '--protected-mode yes')).toEqual(settings('yes', 'no'));
    expect(await setting('--user 999:999', 'redis-server --appendonly yes')).toEqual(settings('no', 'yes'));
    await shell("printf 'appendonly yes\\nprotected-mode yes\\n' > redis.conf");
    expect(await setting('-v $PWD/redis.conf:/redis.conf', '/redis.conf')).toEqual(settings('yes', 'yes'));
    expect(await shell('docker run --rm redis:7-bookworm redis-server --version')).toContain('v=7.');
  });
});

describe('postgres', () => {
  const ready = until('docker exec db pg_isready -q -h 127.0.0.1');

  test('does not start without a password, and says what to set', async () => {
    const { exitCode, output } = await workspace.run('docker run --rm postgres:15-bookworm');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/POSTGRES_PASSWORD/);
    expect(output).toMatch(/password/);
  });

  test('creates the database at the first start, and asks other containers for the password', async () => {
    await shell(`docker network create data; mkdir init; echo 'CREATE TABLE made (at_start int);' > init/1.sql
echo 'psql -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c "INSERT INTO made VALUES (7)"' > init/2.sh
docker run -d --name db --network data -v pgdata:/var/lib/postgresql/data -v $PWD/init:/docker-entrypoint-initdb.d:ro \\
  -e POSTGRES_PASSWORD=secret -e POSTGRES_USER=ada -e POSTGRES_DB=features postgres:15-bookworm`);
    await shell(ready);
    const client = (password: string) =>
      `docker run --rm --network data -e PGPASSWORD=${password} postgres:15-bookworm psql -h db -U ada -d features -Atc`;
    expect(await shell(`${client('secret')} 'SELECT at_start FROM made'`)).toBe('7');
    expect(await workspace.run(`${client('wrong')} 'SELECT 1'`)).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining('password authentication failed'),
    });
    await shell(`${client('secret')} 'INSERT INTO made VALUES (8)'`);
    expect(await shell(`${client('secret')} 'SHOW lc_collate'`)).toBe('en_US.utf8');
    expect(await shell("docker exec db sh -c 'stat -c %u /proc/1; echo $PGDATA'")).toBe(
      '999\n/var/lib/postgresql/data',
    );
  });

  test('has its data again in a new container with the same volume, and needs no password there', async () => {
    expect(await shell('docker stop -t 20 db; docker inspect -f {{.State.ExitCode}} db')).toBe('db\n0');
    await shell(
      'docker rm db; docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:15-bookworm',
    );
    await shell(ready);
    expect(
      await shell('docker exec db psql -U ada -d features -Atc "SELECT at_start FROM made ORDER BY 1"'),
    ).toBe('7\n8');
    await shell('docker rm -f db; docker volume rm pgdata');
  });

  test('reads the password from a file that only root can read', async () => {
    await shell(`echo from-file > password; chmod 600 password; docker run -d --name db --network data -v $PWD/password:/run/password \\
  -e POSTGRES_PASSWORD_FILE=/run/password postgres:15-bookworm`);
    await shell(ready);
    expect(
      await shell(
        'docker run --rm --network data -e PGPASSWORD=from-file postgres:15-bookworm psql -h db -U postgres -Atc "SELECT 1 + 1"',
      ),
    ).toBe('2');
    await shell('docker rm -fv db');
  });
});

describe('nginx', () => {
  test('serves mounted files, and logs to the container’s output', async () => {
    await shell(`mkdir -p site; echo 'a mounted page' > site/page.html; chmod -R a+rX site
docker run -d --name web -p 8080:80 -v $PWD/site:/usr/share/nginx/html:ro nginx:1.22`);
    await shell(until('docker exec web curl -fs localhost/page.html'));
    expect(await shell('docker exec web curl -s localhost/page.html')).toBe('a mounted page');
    await shell('docker exec web curl -s localhost/missing');
    expect(await shell('docker logs web 2>/dev/null')).toContain('"GET /page.html HTTP/1.1" 200');
    expect(await shell('docker logs web 2>&1 >/dev/null')).toMatch(/open\(\) .*missing.* failed/);
    expect(await shell('docker exec web sh -c "id -u nginx; id -g nginx"')).toBe('101\n101');
    expect(
      await shell('docker stop -t 20 web; docker inspect -f {{.State.ExitCode}} web; docker rm web'),
    ).toBe('web\n0\nweb');
  });

  test('shows its own page without files, and fills variables into templates', async () => {
    await shell(`mkdir -p templates; echo 'server { listen $PORT; location / { return 200 "$uri on $PORT"; } }' > templates/own.conf.template
docker run -d --name web -e PORT=8000 -v $PWD/templates:/etc/nginx/templates:ro nginx:1.22`);
    await shell(until('docker exec web curl -fs localhost:8000'));
    expect(await shell('docker exec web curl -s localhost:8000/path')).toBe('/path on 8000');
    expect(await shell('docker exec web curl -s localhost')).toContain('Welcome to nginx!');
    await shell('docker rm -f web');
  });
});

describe('registry', () => {
  const curl = 'docker run --rm --network host nginx:1.22 curl -sS';

  test('takes, returns and deletes an image of the same engine', async () => {
    await shell(`docker run -d --name store -p 5000:5000 -e REGISTRY_STORAGE_DELETE_ENABLED=true \\
  -v images:/var/lib/registry registry:2`);
    await shell(until('docker exec store wget -q -O - http://localhost:5000/v2/'));
    await shell(`mkdir -p small; echo pushed > small/content; printf 'FROM scratch\\nCOPY content /\\n' > small/Dockerfile
docker build -q -t localhost:5000/small:1 small; docker push localhost:5000/small:1; docker rmi localhost:5000/small:1`);
    expect(await shell(`${curl} localhost:5000/v2/_catalog`)).toBe('{"repositories":["small"]}');
    await shell('docker pull localhost:5000/small:1');
    expect(
      await shell(
        'docker create --name copy localhost:5000/small:1 none >/dev/null; docker cp copy:/content - | tar -xO',
      ),
    ).toBe('pushed');
    expect(await shell('docker exec store ls /var/lib/registry/docker/registry/v2')).toBe(
      'blobs\nrepositories',
    );
    await shell(`docker rm copy; docker rmi localhost:5000/small:1`);

    const types =
      'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
    const headers = await shell(`${curl} -I -H 'Accept: ${types}' localhost:5000/v2/small/manifests/1`);
    const digest = /docker-content-digest: (\S+)/i.exec(headers)![1]!;
    expect(
      await shell(
        `${curl} -X DELETE -o /dev/null -w '%{http_code}' localhost:5000/v2/small/manifests/${digest}`,
      ),
    ).toBe('202');
    const { exitCode, output } = await workspace.run('docker pull localhost:5000/small:1');
    expect({ exitCode, output }).toMatchObject({ exitCode: 1, output: expect.stringContaining('not found') });
    expect(
      await shell('docker exec store registry garbage-collect /etc/docker/registry/config.yml 2>&1'),
    ).toContain('blobs');
    await shell('docker rm -f store; docker volume rm images');
  });

  test('refuses to delete unless that is turned on', async () => {
    await shell('docker run -d --name store -p 5000:5000 registry:2');
    await shell(until('docker exec store wget -q -O - http://localhost:5000/v2/'));
    expect(
      await shell(
        `${curl} -X DELETE -o /dev/null -w '%{http_code}' localhost:5000/v2/small/manifests/sha256:${'0'.repeat(64)}`,
      ),
    ).toBe('405');
    await shell('docker rm -fv store');
  });
});

describe('prometheus', () => {
  test('is ready, and scrapes itself as the user nobody', async () => {
    await shell('docker run -d --name metrics -p 9090:9090 prom/prometheus:v2.42.0');
    const get = 'docker exec metrics wget -q -O - http://localhost:9090';
    expect(await shell(until(`${get}/-/ready`))).toContain('Ready');
    await shell(until(`${get}/api/v1/query?query=up | grep '"1"'`));
    expect(await shell(`${get}/api/v1/query?query=up`)).toContain('"job":"prometheus"');
    expect(await shell('docker exec metrics sh -c "id -un; pwd"')).toBe('nobody\n/prometheus');
    await shell('docker rm -fv metrics');
  });

  test('reads a mounted configuration, and promtool checks it', async () => {
    await shell(`printf 'scrape_configs:\\n  - job_name: mine\\n' > prometheus.yml
docker run -d --name metrics -v $PWD/prometheus.yml:/etc/prometheus/prometheus.yml prom/prometheus:v2.42.0`);
    const get = 'docker exec metrics wget -q -O - http://localhost:9090';
    await shell(until(`${get}/-/ready`));
    expect(await shell(`${get}/api/v1/status/config`)).toContain('job_name: mine');
    expect(await shell('docker exec metrics promtool check config /etc/prometheus/prometheus.yml')).toContain(
      'SUCCESS',
    );
    await shell('docker rm -fv metrics');
  });
});

import { expect, test } from 'vitest';
import { imageName } from './image-name.ts';

test.each([
  ['postgres:17', 'docker.io/library/postgres:17', 'postgres:17', '17'],
  ['postgres', 'docker.io/library/postgres:latest', 'postgres:latest', 'latest'],
  ['grafana/grafana:1', 'docker.io/grafana/grafana:1', 'grafana/grafana:1', '1'],
  ['index.docker.io/library/caddy:2', 'docker.io/library/caddy:2', 'caddy:2', '2'],
  ['host.example/x/y:1', 'host.example/x/y:1', 'host.example/x/y:1', '1'],
  ['host.example:5000/x', 'host.example:5000/x:latest', 'host.example:5000/x:latest', 'latest'],
  ['localhost/x:1', 'localhost/x:1', 'localhost/x:1', '1'],
])('%s', (reference, full, short, tag) => {
  expect(imageName(reference)).toEqual({ full, short, tag });
});

const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  [`postgres@${digest}`, /has a digest/],
  [`postgres:17@${digest}`, /has a digest/],
  ['Postgres', /is not the name of an image/],
])('%s is refused', (reference, message) => {
  expect(() => imageName(reference)).toThrow(message);
});

import type { Lab } from '@dfm/contracts/lab';
import { expect, test } from 'vitest';
import { unknownImages } from './lab-images.ts';

const base = 'python:3.11-slim-bookworm';

const found = (reference: string, more: { setup?: string; undo?: string; wrong?: string } = {}) => {
  const wrong = { id: 'a', title: 'A', commands: more.wrong ?? 'true', undo: more.undo };
  const step = { id: 'a', title: 'A', done: [], hints: [], reference, wrong: [wrong] };
  return unknownImages({ bases: [base], setup: more.setup, steps: [step] as unknown as Lab['steps'] }).map(
    ({ script, line, name }) => `${script.role}:${line}: ${name}`,
  );
};

const heredoc = (file: string, text: string) => `cat > ${file} <<'EOF'\n${text}\nEOF`;

test.each<[name: string, commands: string, problem: string]>([
  ['docker run', 'ls\ndocker run -it --rm redis:7 sh', 'reference:2: redis:7'],
  [
    'docker run with options that have values',
    'docker run -e A=b --name web -p80:80 -dp 8080:80 redis',
    'reference:1: redis',
  ],
  ['docker run on several lines', 'docker run -d \\\n  --name web \\\n  redis:7', 'reference:1: redis:7'],
  ['docker container create', 'docker container create --init redis:7', 'reference:1: redis:7'],
  ['docker pull', 'docker pull --quiet redis:7', 'reference:1: redis:7'],
  ['docker image pull', 'docker image pull redis:7', 'reference:1: redis:7'],
  ['a different tag of a base', 'docker run python:3.11', 'reference:1: python:3.11'],
  ['what is tagged', 'docker tag redis:7 mine:1', 'reference:1: redis:7'],
  ['a Dockerfile', heredoc('Dockerfile', 'FROM debian AS a\nFROM a\nFROM scratch'), 'reference:1: debian'],
  [
    'a Compose file',
    heredoc('compose.yaml', 'services:\n  db:\n    image: postgres:15'),
    'reference:1: postgres:15',
  ],
  ['a substitution', 'echo $(docker run redis:7)', 'reference:1: redis:7'],
])('reports the image of %s', (_name, commands, problem) => expect(found(commands)).toEqual([problem]));

test('reports images of the set-up and of an undo', () =>
  expect(found('true', { setup: 'docker pull redis:7', undo: 'docker run redis:8' })).toEqual([
    'setup:1: redis:7',
    'undo:1: redis:8',
  ]));

test.each<[name: string, commands: string]>([
  ['a base', `docker run --rm ${base} true`],
  ['a base by its full name', `docker pull docker.io/library/${base}`],
  ['an image that was built', 'docker build -t app:1 .\ndocker run app:1'],
  ['an image that was built with buildx', 'docker buildx build --tag=app . --load\ndocker run app'],
  ['an image that was tagged', `docker tag ${base} localhost:5000/mine:1\ndocker pull localhost:5000/mine:1`],
  ['an image that was committed', 'docker commit web saved\ndocker run saved'],
  ['an image by its ID in a variable', 'docker run "$ID"'],
  ['what Compose builds', 'docker compose build\ndocker run app-web'],
  ['what a Compose file builds', heredoc('compose.yaml', 'services:\n  a:\n    build: .\n    image: app:1')],
  ['a Dockerfile that starts from a base', heredoc('Dockerfile', `FROM ${base} AS build\nFROM build`)],
  ['a Python program', heredoc('app.py', 'from pathlib import Path')],
  ['a command of a container', 'docker exec web redis'],
  ['text', 'echo docker run redis:7'],
])('near miss: %s', (_name, commands) => expect(found(commands)).toEqual([]));

test('near miss: a wrong way, in which the image may be the mistake', () =>
  expect(found('true', { wrong: 'docker run redis:99' })).toEqual([]));

import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CommandWords } from './command-words/command-words.tsx';
import { CopyOnWrite } from './copy-on-write/copy-on-write.tsx';
import { ImageAndContainers } from './image-and-containers/image-and-containers.tsx';
import { LifeCycle } from './life-cycle/life-cycle.tsx';
import { ReferenceParts } from './reference-parts/reference-parts.tsx';

/** The text of a figure before any script has run, without tags and attributes. */
function textOf(figure: React.ReactElement): string {
  return renderToStaticMarkup(figure)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

test.each<[name: string, figure: React.ReactElement, expected: string[]]>([
  [
    'image and containers',
    <ImageAndContainers key="1" />,
    [
      'There is one image. Nothing is running.',
      'scorer:latest',
      'docker restart first unchanged the same one, with a new process kept',
    ],
  ],
  [
    'copy-on-write',
    <CopyOnWrite key="2" />,
    [
      'Its own layer is empty',
      'FROM python:3.11-slim-bookworm',
      'Deletes a file of the image /job/model/sorter.joblib (whiteout)',
    ],
  ],
  [
    'the parts of a reference',
    <ReferenceParts key="3" />,
    [
      'In full: docker.io/library/python:latest',
      'Team/Scorer Not a valid name.',
      'registry.example:5000 team/scorer 1.4 none',
    ],
  ],
  [
    'the life of a container',
    <LifeCycle key="4" />,
    [
      'There is no container yet.',
      'docker rm refused no container refused refused no container',
      'docker stop refused no change exited exited no change',
    ],
  ],
  [
    'the words of a command',
    <CommandWords key="5" command="publish" />,
    [
      'The client: a program that passes a request to the engine',
      '--publish 127.0.0.1:8080:8000 Forward port 8080 of this machine',
      'Without it The shell looks for a program',
    ],
  ],
])('%s: its initial state and its table are rendered without a script', (_name, figure, expected) => {
  const text = textOf(figure);
  for (const part of expected) expect(text).toContain(part);
});

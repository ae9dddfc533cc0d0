import { checks } from '@dfm/grading';
import { expect, test } from 'vitest';
import { reportedLines } from './reported-lines.ts';

test.each<[id: string, example: string, expected: number[]]>([
  ['copy-all-before-deps', 'COPY . .\nRUN pip install -r requirements.txt', [1]],
  ['shell-form-cmd', 'FROM a\nCMD python app.py', [2]],
  ['apt-lists-left', 'RUN apt-get update \\\n  && apt-get install -y curl', [1]],
  ['edit-keeps-deps', 'COPY . .\nRUN pip install -r requirements.txt', []],
])('%s in %j', (id, example, expected) => {
  expect([...reportedLines(id, example)]).toEqual(expected);
});

test.each(checks.map(({ meta }) => meta))('the good example of $id is not reported', ({ id, good }) => {
  expect([...reportedLines(id, good)]).toEqual([]);
});

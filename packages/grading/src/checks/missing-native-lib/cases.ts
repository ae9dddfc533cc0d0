import type { FindingCase } from '../../check/finding-case.ts';

const slim = 'FROM python:3.11-slim-bookworm';
const row = (name: string, text: string, lines: number[] = [2]): FindingCase => ({
  name,
  dockerfile: `${slim}\n${text}`,
  lines,
});
const context = (text: string) => ({
  files: [{ path: 'requirements.txt', bytes: text.length, text }],
  totalBytesBefore: text.length,
  dockerignore: undefined,
});

export const cases: FindingCase[] = [
  row('lightgbm', 'RUN pip install --no-cache-dir lightgbm'),
  row('opencv-python', 'RUN pip install opencv-python==4.10.0.84'),
  row('with contributions', 'RUN pip3 install opencv_contrib_python'),
  row('both', 'RUN pip install lightgbm && pip install opencv-python', [2, 2]),
  row(
    'a different library is installed',
    'RUN apt-get update && apt-get install -y libglib2.0-0\nRUN pip install opencv-python',
    [3],
  ),
  row('python -m pip', 'RUN python -m pip install "lightgbm>=4"'),
  row('uv', 'RUN uv pip install --system lightgbm'),
  row('exec form', 'RUN ["pip", "install", "lightgbm"]'),
  row('a heredoc', 'RUN <<E\npip install numpy\npip install lightgbm\nE', [4]),
  row('after a line continuation', 'RUN true \\\n # a word\n && pip install lightgbm', [4]),
  {
    name: 'in a requirements file',
    dockerfile: `${slim}\nRUN pip install -r requirements.txt`,
    lines: [2],
    context: context('lightgbm==4.5.0\n'),
  },
  { name: 'a different slim base', dockerfile: 'FROM debian:12-slim\nRUN pip install lightgbm', lines: [2] },
  {
    name: 'copied from a build stage that has the library',
    dockerfile: `FROM python:3.11 AS build\nRUN apt-get install -y libgomp1 && pip install --prefix=/opt lightgbm\n${slim}\nCOPY --from=build /opt /usr/local`,
    lines: [2],
  },
  {
    name: 'copied from the stage by its number',
    dockerfile: `FROM python:3.11\nRUN pip install --prefix=/opt lightgbm\n${slim}\nCOPY --from=0 /opt /usr/local`,
    lines: [2],
  },
  {
    name: 'in the stage it is built FROM',
    dockerfile: `${slim} AS base\nRUN pip install lightgbm\nFROM base\nCMD ["python"]`,
    lines: [2],
  },
  row(
    'near miss: libgomp1',
    'RUN apt-get update && apt-get install -y libgomp1\nRUN pip install lightgbm',
    [],
  ),
  row(
    'near miss: libgomp1 later',
    'RUN pip install lightgbm\nRUN apt-get update && apt-get install -y --no-install-recommends libgomp1=12.2.0-14',
    [],
  ),
  row(
    'near miss: a compiler installs it',
    'RUN apt-get install -y build-essential && pip install lightgbm',
    [],
  ),
  row('near miss: libgl1', 'RUN apt-get install -y libgl1 libglib2.0-0 && pip install opencv-python', []),
  row('near miss: its older name', 'RUN apt-get install -y libgl1-mesa-glx && pip install opencv-python', []),
  row(
    'near miss: ffmpeg installs it',
    'RUN apt-get install -y ffmpeg libsm6 libxext6 && pip install opencv-python',
    [],
  ),
  row('near miss: the headless variant', 'RUN pip install opencv-python-headless', []),
  row('near miss: a wheel that includes its library', 'RUN pip install scikit-learn xgboost', []),
  row(
    'near miss: a list in a variable',
    'ARG PKGS\nRUN apt-get install -y $PKGS && pip install lightgbm',
    [],
  ),
  row('near miss: uninstalled', 'RUN pip uninstall -y lightgbm', []),
  {
    name: 'near miss: a full base',
    dockerfile: 'FROM python:3.11-bookworm\nRUN pip install lightgbm',
    lines: [],
  },
  {
    name: 'near miss: a build stage from which nothing is copied',
    dockerfile: `${slim} AS test\nRUN pip install lightgbm\n${slim}\nCOPY . .`,
    lines: [],
  },
  {
    name: 'near miss: final stage on a full base',
    dockerfile: `${slim} AS build\nRUN pip install --prefix=/opt lightgbm\nFROM python:3.11\nCOPY --from=build /opt /opt`,
    lines: [],
  },
  row('near miss: printed', 'RUN echo pip install lightgbm', []),
];

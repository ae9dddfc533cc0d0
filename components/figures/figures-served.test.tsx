import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CommandWords } from './command-words/command-words.tsx';
import { CopyOnWrite } from './copy-on-write/copy-on-write.tsx';
import { CudaExplorer } from './cuda-explorer/cuda-explorer.tsx';
import { CudaWheels } from './cuda-wheels/cuda-wheels.tsx';
import { DeviceNumbers } from './device-numbers/device-numbers.tsx';
import { ImageAndContainers } from './image-and-containers/image-and-containers.tsx';
import { LifeCycle } from './life-cycle/life-cycle.tsx';
import { ReferenceParts } from './reference-parts/reference-parts.tsx';
import { SharedMemory } from './shared-memory/shared-memory.tsx';

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
    'drivers and builds of torch',
    <CudaExplorer key="5" />,
    [
      '550.163.01 (yours) runs, limited runs, limited driver too old',
      '580.65.06 runs runs runs',
      'Driver 550.163.01 was made for CUDA 12.4, but CUDA 12 runs on every driver from 525.60.13 on.',
      'Both have CUDA 12.',
      '2.11 CUDA 13.0 cu126, cu128, cu130 525.60.13, 525.60.13, 580.65.06',
    ],
  ],
  [
    'wheels with CUDA',
    <CudaWheels
      key="6"
      recordedOn="2026-11-26"
      install={{
        requirement: 'torch==2.15.0',
        packages: [
          { name: 'torch', version: '2.15.0', wheelBytes: 539_136_850, unpackedBytes: 1_144_460_884 },
          { name: 'nvidia-cublas', version: '13.4.1.3', wheelBytes: 404_870_805, unpackedBytes: 563_823_935 },
        ],
        largestFiles: [{ path: 'torch/lib/libtorch_cuda.so', bytes: 520_025_889 }],
      }}
    />,
    [
      '944 MB download, 1.7 GB unpacked',
      'CUDA libraries of NVIDIA 1 package 405 MB 564 MB',
      'nvidia-cublas 13.4.1.3 405 MB 564 MB',
      'torch/lib/libtorch_cuda.so 520 MB',
    ],
  ],
  [
    'numbers of GPUs',
    <DeviceNumbers key="7" />,
    ['-e CUDA_VISIBLE_DEVICES=1 trainer', 'GPU 1 nvidia-smi: 0 hidden', 'GPU 3 nvidia-smi: 1 cuda:0'],
  ],
  [
    'shared memory of a data loader',
    <SharedMemory key="8" />,
    ['--shm-size=512m', '4 × 2 are prepared in advance', '9 batches, 330.8 MiB', 'Default of Docker 64 MiB'],
  ],
  [
    'the words of a command',
    <CommandWords key="9" command="publish" />,
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

'use client';

import { cudaBase } from '@dfm/grading/cuda/base-image';
import { lowestDriver } from '@dfm/grading/cuda/driver-floors';
import { torchBuilds, torchVersions, torchWheelCuda } from '@dfm/grading/cuda/framework-builds';
import { cudaOfDriver } from '@dfm/grading/cuda/toolkit-drivers';
import { cudaOfBuild, shownCuda, type CudaVersion } from '@dfm/grading/cuda/version';
import { useId, useState, type ReactNode } from 'react';
import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { baseFit, driverFit, hasEarlierMajor, type DriverFit } from './cuda-fit.ts';

/** Drivers at which what runs changes, the newest first. */
const drivers = [
  '595.45.04',
  '580.65.06',
  '570.26',
  '560.28.03',
  '550.54.14',
  '535.54.03',
  '525.60.13',
  '470.256.02',
];
const bases = [
  'python:3.11-slim-bookworm',
  'nvidia/cuda:11.8.0-runtime-ubuntu22.04',
  'nvidia/cuda:12.4.1-runtime-ubuntu22.04',
  'nvidia/cuda:13.0.1-runtime-ubuntu24.04',
];
const fitText: Record<DriverFit, string> = {
  all: 'runs',
  limited: 'runs, limited',
  'too-old': 'driver too old',
  unknown: 'unknown',
};
/** `cu126` is CUDA 12.6. */
const cudaOf = (build: string): CudaVersion => cudaOfBuild(build)!;

/** The builds of a release of torch, and which drivers and bases they run with. The reader chooses all three. */
export function CudaExplorer({ caption }: { caption?: ReactNode }) {
  const [driver, setDriver] = useState('550.163.01');
  const [release, setRelease] = useState('2.11');
  const [chosen, setChosen] = useState('cu126');
  const [base, setBase] = useState(bases[2]!);
  const builds = torchBuilds(release) ?? [];
  const build = builds.includes(chosen) ? chosen : builds[0]!;
  const id = useId();

  return (
    <FigureFrame
      title={`Drivers and builds of torch ${release}`}
      legend={(['all', 'limited', 'too-old'] as const).map((fit) => (
        <li key={fit}>
          <span aria-hidden className="swatch fit-swatch" data-fit={fit} />
          {fitText[fit]}
        </li>
      ))}
      caption={caption}
      table={<ReleaseTable />}
    >
      <div className="pull-fields">
        <label htmlFor={`${id}-driver`}>
          Driver of the node
          <input
            id={`${id}-driver`}
            type="text"
            inputMode="decimal"
            maxLength={20}
            value={driver}
            onChange={({ target }) => setDriver(target.value)}
          />
        </label>
        <Select label="Release of torch" values={torchVersions} value={release} onValue={setRelease} />
        <Select label="Build" values={builds} value={build} onValue={setChosen} />
        <div className="fit-base">
          <Select label="Base image" values={bases} value={base} onValue={setBase} />
        </div>
      </div>
      <FitMatrix builds={builds} chosen={build} own={driver.trim()} />
      <dl className="facts mt-4" aria-live="polite">
        <dt>Driver and build</dt>
        <dd>{driverText(driver.trim(), build, builds)}</dd>
        <dt>Base and build</dt>
        <dd>{baseText(base, build)}</dd>
      </dl>
    </FigureFrame>
  );
}

interface MatrixProps {
  builds: readonly string[];
  chosen: string;
  /** The driver that the reader entered. */
  own: string;
}

function FitMatrix({ builds, chosen, own }: MatrixProps) {
  const rows = [{ driver: own, isOwn: true }, ...drivers.map((driver) => ({ driver, isOwn: false }))];
  return (
    <table className="fit-matrix">
      <thead>
        <tr>
          <th scope="col">Driver</th>
          {builds.map((each) => (
            <th key={each} scope="col" data-chosen={each === chosen || undefined}>
              <code>{each}</code>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.isOwn ? 'own' : row.driver} data-own={row.isOwn || undefined}>
            <th scope="row">{row.isOwn ? `${row.driver || '?'} (yours)` : row.driver}</th>
            {builds.map((each) => {
              const fit = driverFit(row.driver, cudaOf(each));
              return (
                <td key={each} data-fit={fit}>
                  {fitText[fit]}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface SelectProps {
  label: string;
  values: readonly string[];
  value: string;
  onValue(value: string): void;
}

function Select({ label, values, value, onValue }: SelectProps) {
  const id = useId();
  return (
    <label htmlFor={id}>
      {label}
      <select id={id} value={value} onChange={({ target }) => onValue(target.value)}>
        {values.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}

function driverText(driver: string, build: string, builds: readonly string[]): string {
  const cuda = cudaOf(build);
  const shown = shownCuda(cuda);
  const floor = lowestDriver(cuda);
  const complete = cudaOfDriver(driver);
  switch (driverFit(driver, cuda)) {
    case 'all':
      return `${build} is built with CUDA ${shown}, and driver ${driver} supports all of it.`;
    case 'limited':
      return `${build} is built with CUDA ${shown}. Driver ${driver} ${complete === undefined ? 'is older than that' : `was made for CUDA ${shownCuda(complete)}`}, but CUDA ${cuda.major} runs on every driver from ${floor} on. PTX from this build cannot be compiled by the driver, and features that need a newer driver fail.`;
    case 'too-old':
      return `${build} is built with CUDA ${shown}, which needs driver ${floor} or newer. Choose ${hasEarlierMajor(builds, cuda) ? '' : 'an earlier release with '}a build for an earlier major version, or update the driver.`;
    case 'unknown':
      return 'Enter the version of a driver, such as 535.288.01.';
  }
}

function baseText(base: string, build: string): string {
  const cuda = cudaOf(build);
  const ofBase = cudaBase(base)?.cuda;
  switch (baseFit(ofBase, cuda)) {
    case 'none':
      return `The base has no CUDA. The wheel brings CUDA ${cuda.major} itself, so nothing is missing.`;
    case 'same':
      return `Both have CUDA ${cuda.major}. The wheel uses its own libraries. Those of the base serve programs and extensions that need CUDA ${cuda.major} from the system.`;
    case 'different':
      return `The base has CUDA ${shownCuda(ofBase!)}, the wheel brings ${shownCuda(cuda)}. The libraries of the base stay unused, and an extension that was compiled against them does not load next to this build.`;
  }
}

function ReleaseTable() {
  return (
    <HeadedTable heads={['torch', 'Default on PyPI', 'Builds', 'Oldest driver for each']}>
      {torchVersions.map((release) => {
        const builds = torchBuilds(release) ?? [];
        const wheel = torchWheelCuda(release);
        return (
          <tr key={release}>
            <td>{release}</td>
            <td>{wheel && `CUDA ${shownCuda(wheel)}`}</td>
            <td>{builds.join(', ')}</td>
            <td>{builds.map((build) => lowestDriver(cudaOf(build))).join(', ')}</td>
          </tr>
        );
      })}
    </HeadedTable>
  );
}

import type { CudaInstall } from '@dfm/contracts';
import { formatBytes } from '@dfm/contracts/quantity';
import type { ReactNode } from 'react';
import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { share } from '../share.ts';
import { wheelRows, type WheelRow } from './wheel-rows.ts';

const kindName: Record<WheelRow['kind'], string> = {
  framework: 'The framework itself',
  nvidia: 'CUDA libraries of NVIDIA',
  compiler: 'triton, a compiler for kernels',
  rest: 'Everything else',
};

interface Props {
  install: CudaInstall;
  recordedOn: string;
  caption?: ReactNode;
}

/** What pip downloads for a framework, and what it unpacks into the image, by kind of package. */
export function CudaWheels({ install, recordedOn, caption }: Props) {
  const rows = wheelRows(install);
  const sum = (key: 'wheelBytes' | 'unpackedBytes') => rows.reduce((total, row) => total + row[key], 0);
  const largest = Math.max(...rows.map(({ unpackedBytes }) => unpackedBytes));
  return (
    <FigureFrame
      title={
        <>
          <code>pip install {install.requirement}</code>
        </>
      }
      total={`${formatBytes(sum('wheelBytes'))} download, ${formatBytes(sum('unpackedBytes'))} unpacked`}
      legend={
        <>
          <li>
            <span aria-hidden className="swatch bg-accent" />
            Downloaded
          </li>
          <li>
            <span aria-hidden className="swatch" style={{ background: 'var(--kind-from)' }} />
            Unpacked into the image
          </li>
        </>
      }
      caption={
        <>
          {caption} Read from the Python package index on <time dateTime={recordedOn}>{recordedOn}</time>, for
          CPython 3.11 on x86-64 Linux, without downloading a wheel.
        </>
      }
      table={<WheelTables install={install} />}
    >
      <ul className="rows" aria-label="Packages by kind">
        {rows.map((row) => (
          <WheelRowItem key={row.kind} row={row} largest={largest} />
        ))}
      </ul>
    </FigureFrame>
  );
}

function WheelRowItem({ row, largest }: { row: WheelRow; largest: number }) {
  const { kind, packages, wheelBytes, unpackedBytes } = row;
  return (
    <li className="row pull-row">
      <span>
        {kindName[kind]}
        <span className="block text-xs text-soft">
          {packages.length} {packages.length === 1 ? 'package' : 'packages'}
        </span>
      </span>
      <span aria-hidden className="wheel-bars">
        <span className="row-bar">
          <span className="bar bg-accent" style={{ width: share(wheelBytes, largest) }} />
        </span>
        <span className="row-bar">
          <span
            className="bar"
            style={{ width: share(unpackedBytes, largest), background: 'var(--kind-from)' }}
          />
        </span>
      </span>
      <span className="row-value">
        {formatBytes(wheelBytes)}
        <span className="block">{formatBytes(unpackedBytes)}</span>
      </span>
    </li>
  );
}

function WheelTables({ install: { packages, largestFiles } }: { install: CudaInstall }) {
  return (
    <>
      <HeadedTable caption="Packages" heads={['Package', 'Version', 'Downloaded', 'Unpacked']}>
        {packages.map(({ name, version, wheelBytes, unpackedBytes }) => (
          <tr key={name}>
            <td>
              <code>{name}</code>
            </td>
            <td>{version}</td>
            <td>{formatBytes(wheelBytes)}</td>
            <td>{formatBytes(unpackedBytes)}</td>
          </tr>
        ))}
      </HeadedTable>
      <HeadedTable caption="Largest files" heads={['File', 'Size']}>
        {largestFiles.map(({ path, bytes }) => (
          <tr key={path}>
            <td>
              <code>{path}</code>
            </td>
            <td>{formatBytes(bytes)}</td>
          </tr>
        ))}
      </HeadedTable>
    </>
  );
}

'use client';

import { formatBinaryBytes } from '@dfm/contracts/quantity';
import { useId, useState, type ReactNode } from 'react';
import { counted } from '@/components/ui/counted.ts';
import { Choices } from '../choices.tsx';
import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { share } from '../share.ts';
import { batchMemory, defaultShmBytes, type BatchMemory, type LoaderSettings } from './batch-memory.ts';

const fields: { name: keyof LoaderSettings; label: string; max: number }[] = [
  { name: 'batch', label: 'Samples in a batch', max: 100_000 },
  { name: 'values', label: 'Numbers in a sample', max: 100_000_000 },
  { name: 'workers', label: 'Workers (num_workers)', max: 256 },
  { name: 'prefetch', label: 'Prefetched by each (prefetch_factor)', max: 100 },
];
const types = [
  { value: '4', label: 'float32' },
  { value: '2', label: 'float16' },
  { value: '1', label: 'uint8' },
] as const;
const image = 3 * 224 * 224;

/** How much shared memory a data loader needs, compared with what a container has. The reader sets the loader. */
export function SharedMemory({ caption }: { caption?: ReactNode }) {
  const [settings, setSettings] = useState<LoaderSettings>({
    batch: 64,
    values: image,
    bytesPerValue: 4,
    workers: 4,
    prefetch: 2,
  });
  const memory = batchMemory(settings);
  const { batchBytes, batches, bytes, shmMib } = memory;
  const largest = Math.max(bytes, defaultShmBytes);
  const fits = bytes <= defaultShmBytes;
  const bars = [
    { name: 'A container has', bytes: defaultShmBytes, color: 'var(--kind-from)' },
    { name: 'The loader needs', bytes, color: fits ? 'var(--good)' : 'var(--bad)' },
  ];

  return (
    <FigureFrame
      title="Shared memory of a data loader"
      total={fits ? 'Fits into the default' : `--shm-size=${shmMib}m`}
      caption={caption}
      table={<MemoryTable memory={memory} />}
    >
      <LoaderFields settings={settings} onSettings={setSettings} />
      <p aria-live="polite">
        With {counted(settings.bytesPerValue, 'byte')} for each number, one batch has{' '}
        {formatBinaryBytes(batchBytes)}.{' '}
        {batches === 0
          ? 'Without workers, no batch is passed through shared memory.'
          : `${settings.workers} × ${settings.prefetch} are prepared in advance, and the loop holds one more: ${batches} batches, ${formatBinaryBytes(bytes)}.`}
      </p>
      <ul className="rows" aria-label="Shared memory">
        {bars.map((bar) => (
          <li key={bar.name} className="row pull-row">
            <span>{bar.name}</span>
            <span className="row-bar" aria-hidden>
              <span className="bar" style={{ width: share(bar.bytes, largest), background: bar.color }} />
            </span>
            <span className="row-value">{formatBinaryBytes(bar.bytes)}</span>
          </li>
        ))}
      </ul>
    </FigureFrame>
  );
}

interface FieldsProps {
  settings: LoaderSettings;
  onSettings(settings: LoaderSettings): void;
}

function LoaderFields({ settings, onSettings }: FieldsProps) {
  const id = useId();
  return (
    <>
      <div className="pull-fields">
        {fields.map(({ name, label, max }) => (
          <label key={name} htmlFor={`${id}-${name}`}>
            {label}
            <input
              id={`${id}-${name}`}
              type="number"
              inputMode="numeric"
              min={0}
              max={max}
              value={settings[name]}
              onChange={({ target }) =>
                onSettings({
                  ...settings,
                  [name]: Math.min(max, Math.max(0, Math.floor(target.valueAsNumber || 0))),
                })
              }
            />
          </label>
        ))}
      </div>
      <Choices
        legend="Type of the numbers"
        choices={types}
        chosen={`${settings.bytesPerValue}` as (typeof types)[number]['value']}
        onChoose={(value) => onSettings({ ...settings, bytesPerValue: Number(value) })}
      />
    </>
  );
}

function MemoryTable({ memory: { batchBytes, batches, bytes, shmMib } }: { memory: BatchMemory }) {
  return (
    <HeadedTable heads={['What', 'Value']}>
      {(
        [
          ['One batch', formatBinaryBytes(batchBytes)],
          ['Batches at the same time, at most', `${batches}`],
          ['Needed', formatBinaryBytes(bytes)],
          ['Default of Docker', formatBinaryBytes(defaultShmBytes)],
          ['Smallest power of two that is enough', `${shmMib} MiB`],
        ] as const
      ).map(([what, value]) => (
        <tr key={what}>
          <td>{what}</td>
          <td>{value}</td>
        </tr>
      ))}
    </HeadedTable>
  );
}

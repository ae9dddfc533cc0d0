'use client';

import { useId, useState, type ReactNode } from 'react';
import { ChoiceInput } from '@/components/ui/choice-input.tsx';
import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { deviceRows, type DeviceRow } from './visible-devices.ts';

interface DeviceSettings {
  /** The GPUs of the container, by their numbers on the host. */
  given: ReadonlySet<number>;
  /** Whether CUDA_VISIBLE_DEVICES is set. */
  isSet: boolean;
  visible: string;
}

const count = 4;
const all = Array.from({ length: count }, (_, host) => host);

/** Which GPU a program gets under which number. The reader chooses the container's GPUs and the variable. */
export function DeviceNumbers({ caption }: { caption?: ReactNode }) {
  const [settings, setSettings] = useState<DeviceSettings>({
    given: new Set([1, 3]),
    isSet: true,
    visible: '1',
  });
  const variable = settings.isSet ? settings.visible : undefined;
  const rows = deviceRows(count, settings.given, variable);

  return (
    <FigureFrame
      title="One GPU, three numbers"
      caption={caption}
      table={
        <HeadedTable heads={['On the host', 'In the container', 'In the program']}>
          {rows.map((row) => (
            <tr key={row.host}>
              <td>GPU {row.host}</td>
              <td>{containerText(row)}</td>
              <td>{programText(row)}</td>
            </tr>
          ))}
        </HeadedTable>
      }
    >
      <DeviceFields settings={settings} onSettings={setSettings} />
      <p className="device-command">
        <code>{commandOf(settings.given, variable)}</code>
      </p>
      <p className="device-row device-heads" aria-hidden>
        <span>Host</span>
        <span>In the container</span>
        <span>In the program</span>
      </p>
      <ol className="device-rows" aria-live="polite">
        {rows.map((row) => (
          <li key={row.host} className="device-row" data-used={row.program !== undefined || undefined}>
            <span>GPU {row.host}</span>
            <span>{containerText(row)}</span>
            <span>{programText(row)}</span>
          </li>
        ))}
      </ol>
    </FigureFrame>
  );
}

interface FieldsProps {
  settings: DeviceSettings;
  onSettings(settings: DeviceSettings): void;
}

function DeviceFields({ settings, onSettings }: FieldsProps) {
  const { given, isSet, visible } = settings;
  const id = useId();
  return (
    <>
      <fieldset className="device-fields">
        <legend>GPUs of the container</legend>
        {all.map((host) => (
          <label key={host}>
            <ChoiceInput
              type="checkbox"
              checked={given.has(host)}
              onChecked={(isChecked) =>
                onSettings({
                  ...settings,
                  given: new Set(all.filter((each) => (each === host ? isChecked : given.has(each)))),
                })
              }
            />{' '}
            GPU {host}
          </label>
        ))}
      </fieldset>
      <div className="device-fields">
        <label>
          <ChoiceInput
            type="checkbox"
            checked={isSet}
            onChecked={(isChecked) => onSettings({ ...settings, isSet: isChecked })}
          />{' '}
          Set <code>CUDA_VISIBLE_DEVICES</code>
        </label>
        <label htmlFor={`${id}-visible`}>
          to{' '}
          <input
            id={`${id}-visible`}
            type="text"
            maxLength={40}
            disabled={!isSet}
            value={visible}
            onChange={({ target }) => onSettings({ ...settings, visible: target.value })}
          />
        </label>
      </div>
    </>
  );
}

function commandOf(given: ReadonlySet<number>, visible: string | undefined): string {
  const devices = [...given].sort((a, b) => a - b).join(',');
  const gpus = given.size === 0 ? '' : ` --gpus ${given.size === count ? 'all' : `'"device=${devices}"'`}`;
  const variable = visible === undefined ? '' : ` -e CUDA_VISIBLE_DEVICES=${visible}`;
  return `docker run${gpus}${variable} trainer`;
}

function containerText({ container }: DeviceRow): string {
  return container === undefined ? 'not there' : `nvidia-smi: ${container}`;
}

function programText({ container, program }: DeviceRow): string {
  if (program !== undefined) return `cuda:${program}`;
  return container === undefined ? '' : 'hidden';
}

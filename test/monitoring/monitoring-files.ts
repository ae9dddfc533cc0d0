import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const monitoringFolder = join(import.meta.dirname, '../../deploy/monitoring');

export interface AlertRule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook: string };
}

export interface Panel {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  fieldConfig?: { defaults: { unit?: string } };
  targets?: { refId: string; expr: string }[];
}

export function alertRules(): AlertRule[] {
  const { groups } = parse(readFileSync(join(monitoringFolder, 'alerts.yaml'), 'utf8')) as {
    groups: { rules: AlertRule[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

export function dashboardPanels(): Panel[] {
  const { panels } = JSON.parse(readFileSync(join(monitoringFolder, 'dashboard.json'), 'utf8')) as {
    panels: Panel[];
  };
  return panels;
}

/** Every query of the dashboard, with the title of its panel. */
export function dashboardQueries(): { title: string; expr: string }[] {
  return dashboardPanels().flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
}

import { parser } from '@prometheus-io/lezer-promql';

/** A metric that a query reads. */
export interface ReadSeries {
  name: string;
  /** Labels by which it is selected. */
  labels: string[];
  /** Whether the query takes its increase over time, which only a counter has. */
  isIncrease: boolean;
}

export interface ReadQuery {
  series: ReadSeries[];
  /** Labels by which series are grouped. */
  groupedBy: string[];
}

const increases = ['rate', 'increase', 'irate'];

/**
 * Reads a PromQL query.
 *
 * @throws Error if it is not valid
 */
export function readPromql(query: string): ReadQuery {
  // Grafana replaces its variables before it sends a query.
  const text = query.replaceAll('$__rate_interval', '5m');
  const read: ReadQuery = { series: [], groupedBy: [] };
  const functions: string[] = [];
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`not PromQL at character ${node.from}: ${query}`);
      const own = text.slice(node.from, node.to);
      const isGrouping = node.node.parent?.name === 'GroupingLabels';
      if (node.name === 'FunctionIdentifier') functions.push(own);
      else if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector')
        read.series.push({ name: own, labels: [], isIncrease: increases.includes(functions.at(-1) ?? '') });
      else if (node.name === 'LabelName' && isGrouping) read.groupedBy.push(own);
      else if (node.name === 'LabelName') read.series.at(-1)?.labels.push(own);
    },
    leave(node) {
      if (node.name === 'FunctionCall') functions.pop();
    },
  });
  return read;
}

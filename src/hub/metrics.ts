/** Figures for Prometheus: how much, how fast, how full; nothing of whose or what. */

import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricsFacts {
  readonly boards: () => number;
  readonly connections: () => number;
  readonly hasTrouble: () => boolean;
  /** Milliseconds since 1970 when the certificate ends; undefined over http. */
  readonly certificateEnds?: () => number | undefined;
}

export interface Metrics {
  /** A change took that long to be on the disk. */
  observeDurable(ms: number): void;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

export const createMetrics = (facts: MetricsFacts): Metrics => {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name: `grappe_hub_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge('boards', 'Boards that are open', facts.boards);
  gauge('connections', 'Connections, with a token or not yet', facts.connections);
  gauge('disk_refuses', '1 while the disk takes nothing', () => (facts.hasTrouble() ? 1 : 0));
  const ends = facts.certificateEnds;
  if (ends?.() !== undefined) {
    gauge('certificate_end_seconds', 'When the certificate ends, since 1970', () => (ends() ?? 0) / 1000);
  }
  const durable = new Histogram({
    name: 'grappe_hub_durable_seconds',
    help: 'From a change in memory to the same on the disk',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  });
  return {
    observeDurable: (ms) => durable.observe(ms / 1000),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};

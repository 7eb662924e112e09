import { CODES_IN_TABLE, instantMs, ROWS, RULE_SET, type Registry } from '@hadic/domain';
import type { LotGraph } from './graph.js';
import type { Moment } from './moment.js';
import type { ReadModel } from './read-model.js';
import { LogView } from './view.js';

/** All that one question is answered from: the same moment for every part of the answer. */
export interface Snapshot {
  model: ReadModel;
  graph: LotGraph;
  /** At the head; what an answer takes of it does not change with time. */
  registry: Registry;
  view: LogView;
  moment: Moment;
  /** `moment.validTime` in milliseconds. */
  validMs: number;
}

export function snapshotAt(moment: Moment, parts: { model: ReadModel; graph: LotGraph; registry: Registry }): Snapshot {
  const { model, registry } = parts;
  return { ...parts, view: new LogView(model, registry, moment.index), moment, validMs: instantMs(moment.validTime) };
}

/** The head of every answer: whose it is, and what moment it holds for. */
export interface Heading {
  ledger: string;
  /** The ledger holds invented events. */
  simulated: boolean;
  asOf: Moment;
  /** The rules by which every status in the answer was worked out, and how many codes of the whole table they check. */
  rules: { ruleSet: string; codesChecked: number; codesInTable: number };
}

export function headingOf({ registry, moment }: Snapshot): Heading {
  const rules = { ruleSet: RULE_SET, codesChecked: ROWS.length, codesInTable: CODES_IN_TABLE };
  return { ledger: registry.ledger ?? '', simulated: registry.simulated, asOf: moment, rules };
}

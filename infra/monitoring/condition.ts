// The language of alert conditions: a signal, a comparison, a value. Parses and judges; knows nothing of Azure.
import { nearest, quoted } from '../config/problems';

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** What can be watched, and which values each takes. */
export const signals = {
  pipeline_status: { type: 'text', values: ['succeeded', 'failed', 'cancelled'] },
  /** A share of 1. */
  data_quality_score: { type: 'share' },
  /** Per cent of 100. */
  databricks_cluster_cpu: { type: 'percent' },
} as const satisfies Readonly<Record<string, { readonly type: 'text' | 'share' | 'percent'; readonly values?: readonly string[] }>>;

export type Signal = keyof typeof signals;
export type TextSignal = 'pipeline_status';
export type NumberSignal = Exclude<Signal, TextSignal>;

export type Condition =
  | { readonly signal: TextSignal; readonly comparison: '==' | '!='; readonly value: string }
  | { readonly signal: NumberSignal; readonly comparison: '<' | '<=' | '>' | '>='; readonly value: number };

export interface ConditionProblem {
  readonly message: string;
  readonly suggestion?: string;
}

export type ParsedCondition = { readonly condition: Condition } | { readonly problem: ConditionProblem };

const form = /^\s*([A-Za-z_][A-Za-z0-9_.-]*)\s*([=!<>~]{1,3})\s*(\S.*?)\s*$/;
const names = Object.keys(signals) as readonly Signal[];
const isSignal = (name: string): name is Signal => Object.hasOwn(signals, name);
const isNumeric = (comparison: string): comparison is '<' | '<=' | '>' | '>=' => ['<', '<=', '>', '>='].includes(comparison);

const refuse = (message: string, suggestion?: string): ParsedCondition => ({ problem: { message, ...(suggestion === undefined ? {} : { suggestion }) } });

/** One condition as written in alerts.yml. */
export function parseCondition(text: string): ParsedCondition {
  const match = text.length > 200 ? null : form.exec(text);
  const [, signal = '', comparison = '', literal = ''] = match ?? [];
  if (match === null) return refuse(`${quoted(text)} is not a condition`, `write it like pipeline_status == 'failed' or data_quality_score < 0.95`);
  if (!isSignal(signal)) {
    const meant = nearest(signal, names);
    return refuse(`${quoted(signal)} is not a signal`, meant === undefined ? `the signals are ${names.join(', ')}` : `did you mean ${meant}?`);
  }
  return signal === 'pipeline_status' ? textCondition(signal, comparison, literal) : numberCondition(signal, comparison, literal);
}

function textCondition(signal: TextSignal, comparison: string, literal: string): ParsedCondition {
  if (comparison !== '==' && comparison !== '!=') {
    return refuse(`${signal} is text and can't be compared with ${quoted(comparison)}`, comparison === '=' ? 'write ==' : 'write == or !=');
  }
  const { values } = signals[signal];
  const value = /^(['"])([^'"]*)\1$/.exec(literal)?.[2];
  if (value === undefined)
    return refuse(`${quoted(literal)} is not text in quotes`, `write ${signal} ${comparison} '${nearest(literal, values) ?? values[1]}'`);
  if (!values.some((known) => known === value)) {
    const meant = nearest(value, values);
    return refuse(`${signal} is never ${quoted(value)}`, meant === undefined ? `it is ${values.join(', ')}` : `did you mean '${meant}'?`);
  }
  return { condition: { signal, comparison, value } };
}

function numberCondition(signal: NumberSignal, comparison: string, literal: string): ParsedCondition {
  if (!isNumeric(comparison)) return refuse(`${signal} is a number and can't be compared with ${quoted(comparison)}`, 'write one of <, <=, >, >=');
  const match = /^(\d{1,9}(?:\.\d{1,9})?)\s*(%?)$/.exec(literal);
  if (match === null)
    return refuse(`${quoted(literal)} is not a number`, signals[signal].type === 'percent' ? 'write it like 80%' : 'write it like 0.95 or 95%');
  const number = Number(match[1]);
  const isPercent = match[2] === '%';
  if (signals[signal].type === 'share') {
    // Rounded, because 95 / 100 is exact but 57 / 100 is not, and the threshold is shown to people.
    const value = isPercent ? Math.round(number * 1e7) / 1e9 : number;
    return value <= 1
      ? { condition: { signal, comparison, value } }
      : refuse(`${signal} is a share from 0 to 1, never ${literal}`, `write ${number}% if per cent is meant`);
  }
  if (number > 100) return refuse(`${signal} is per cent, never ${literal}`, 'write at most 100%');
  if (!isPercent && number > 0 && number <= 1)
    return refuse(`${signal} is per cent, and ${literal} is hardly meant`, `write ${Math.round(number * 1e4) / 1e2}%, or ${literal}%`);
  return { condition: { signal, comparison, value: number } };
}

/** The condition as hx writes it. */
export function formatCondition({ signal, comparison, value }: Condition): string {
  const literal = typeof value === 'string' ? `'${value}'` : signal === 'databricks_cluster_cpu' ? `${value}%` : String(value);
  return `${signal} ${comparison} ${literal}`;
}

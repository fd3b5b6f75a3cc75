// The secrets of one delivery: some are known only when a warehouse or a registry is opened, so the mask grows.
import { redactor, type Redact } from '../redact';

export interface Masks {
  readonly redact: Redact;
  add(secrets: readonly string[]): void;
}

export function growingMasks(first: readonly string[]): Masks {
  const known = new Set(first);
  let mask = redactor([...known]);
  return {
    redact: (value) => mask(value),
    add: (secrets) => {
      for (const secret of secrets) known.add(secret);
      mask = redactor([...known]);
    },
  };
}

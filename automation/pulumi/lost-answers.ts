// Watches an update for creates whose call was broken off: the cloud may have made what the engine then leaves out of the state.
import type { EngineEvent, StepEventMetadata, StepEventStateMetadata } from '@pulumi/pulumi/automation';
import type { LostCreate } from '../state/lost-creates';
import type { StateResource } from '../state/pending';
import { isAnswerLost } from './classify';

const special = '4dabf18193072939515e22adb298388d';

/** What the engine masks in its events becomes a secret that an import takes: the refresh after it reads the value, and keeps it secret. */
function importable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(importable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = value as Readonly<Record<string, unknown>>;
  if (entries[special] !== undefined && 'ciphertext' in entries) return { [special]: entries[special], plaintext: JSON.stringify('[secret]') };
  return Object.fromEntries(Object.entries(entries).map(([key, inner]) => [key, importable(inner)]));
}

const resourceOf = ({ urn, type, parent, protect, inputs, provider }: StepEventStateMetadata): StateResource => ({
  urn,
  type,
  custom: true,
  ...(parent === '' ? {} : { parent }),
  ...(protect === true ? { protect } : {}),
  provider,
  inputs: importable(inputs) as Readonly<Record<string, unknown>>,
});

export class LostAnswers {
  private readonly failed: StepEventMetadata[] = [];
  private readonly lost = new Set<string>();

  see({ diagnosticEvent, resOpFailedEvent }: EngineEvent): void {
    const { urn, severity, message } = diagnosticEvent ?? {};
    if (urn !== undefined && severity === 'error' && message !== undefined && isAnswerLost(message)) this.lost.add(urn);
    if (resOpFailedEvent !== undefined) this.failed.push(resOpFailedEvent.metadata);
  }

  creates(): readonly LostCreate[] {
    return this.failed.flatMap(({ op, urn, new: made }) => {
      const isReplacement = op === 'create-replacement';
      if ((op !== 'create' && !isReplacement) || made === undefined || made.custom !== true || !this.lost.has(urn)) return [];
      return [{ resource: resourceOf(made), isReplacement }];
    });
  }
}

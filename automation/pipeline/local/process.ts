// What a local run needs of the process that executes it: facts that tell it from others, and what must be in none of its logs.
import { hostFacts } from '../../lease/host';
import type { HostFacts } from '../../lease/owner';
import { redactor, secretsIn } from '../../redact';

export const callerFacts = (): HostFacts => hostFacts();

/** Masks the values of variables whose names say that they are secret. */
export const masker = (environment: Readonly<Record<string, string | undefined>>): ((text: string) => string) => redactor(secretsIn(environment));

// The software bill of materials of one image, in CycloneDX 1.5: uv's graph of the lock, cut to the wheels that are in it. Pure.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Wheel } from './wheels';

const hash = z.object({ alg: z.string(), content: z.string() });
const component = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  version: z.string().optional(),
  externalReferences: z.array(z.looseObject({ hashes: z.array(hash).optional() })).optional(),
});
const documentSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.looseObject({ component }),
  components: z.array(component),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});

export interface SbomSubject {
  /** Of the image. */
  readonly name: string;
  /** Of the package, "0.1.0". */
  readonly version: string;
  readonly revision: string;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly application: Wheel;
  readonly wheels: readonly Wheel[];
}

/** The same text for the same subject. Throws where a wheel is not in uv's document; what has no wheel here is of another platform and left out. */
export function sbomOf(exported: string, subject: SbomSubject): string {
  const document = documentSchema.parse(JSON.parse(exported));
  const rest = new Map(subject.wheels.map((wheel) => [wheel.sha256, wheel]));
  const components = document.components.flatMap(({ externalReferences = [], ...known }) => {
    const reference = externalReferences.find(({ hashes = [] }) => hashes.some(({ content }) => rest.has(content)));
    const wheel = reference?.hashes?.map(({ content }) => rest.get(content)).find((one) => one !== undefined);
    if (wheel === undefined) return [];
    rest.delete(wheel.sha256);
    return [{ ...known, hashes: [{ alg: 'SHA-256', content: wheel.sha256 }], externalReferences: [reference] }];
  });
  const unknown = [...rest.values()][0];
  if (unknown !== undefined) throw new Error(`the lock does not name ${unknown.file}`);
  const root = { ...document.metadata.component, type: 'application', purl: `pkg:pypi/hiscox-etl@${subject.version}`, version: subject.version };
  const refs = new Set([root['bom-ref'], ...components.map((one) => one['bom-ref'])]);
  const body = {
    metadata: {
      ...document.metadata,
      timestamp: new Date(subject.time * 1000).toISOString(),
      component: { ...root, hashes: [{ alg: 'SHA-256', content: subject.application.sha256 }], properties: properties(subject) },
    },
    components,
    dependencies: document.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map((one) => ({ ...one, ...(one.dependsOn === undefined ? {} : { dependsOn: one.dependsOn.filter((ref) => refs.has(ref)) }) })),
  };
  const head = { bomFormat: document.bomFormat, specVersion: document.specVersion, version: 1, serialNumber: serialNumber(JSON.stringify(body)) };
  return `${JSON.stringify({ ...head, ...body }, undefined, 1)}\n`;
}

const properties = ({ name, revision }: SbomSubject): readonly object[] => [
  { name: 'com.hiscox.etl:image', value: name },
  { name: 'com.hiscox.etl:revision', value: revision },
];

/** A UUID of version 8, made from the content, so that the same content has the same. */
function serialNumber(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

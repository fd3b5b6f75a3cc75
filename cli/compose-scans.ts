// Scans behind the CLI's port: the part of the composition root that joins automation's scanner and the exemptions of policy.
import { HxError } from '../automation/errors';
import { nearest } from '../automation/nearest';
import type { HxPaths } from '../automation/paths';
import {
  isLenient,
  judge,
  readImage,
  readPaths,
  scanFiles,
  scanImage,
  scanOrSay,
  strictestEnvironment,
  thresholdOf,
  type Exemption,
  type Rulebook,
  type ScanContext,
  type ScanReport,
  type Sighting,
} from '../automation/scan';
import { fileExemptionFor, readRules } from '../policy/index';
import type { Composition } from './compose';
import { rulesPlace } from './compose-policies';
import type { ScanTerms, Scans } from './scans';

const usualTimeoutMs = 15 * 60_000;

export interface ScanComposition extends Composition {
  readonly paths: HxPaths;
  /** Names of all environments. */
  readonly environments: readonly string[];
}

export function composeScans({ env, paths, environments, tell, cancelled }: ScanComposition): Scans {
  const { root, cache, runs } = paths;
  const contextFor = ({ timeoutMs }: ScanTerms): ScanContext => ({
    ...{ root, cache, runs, environment: env, now: new Date(), cancelled, tell },
    timeoutMs: timeoutMs ?? usualTimeoutMs,
  });
  const finish = async (sighting: Sighting, subject: string, terms: ScanTerms, concerns: (exemption: Exemption) => boolean): Promise<ScanReport> => {
    const environment = terms.environment ?? strictestEnvironment;
    return judge(sighting, { subject, environment, threshold: terms.severity ?? thresholdOf(environment), rulebook: await rulebookOf(root), concerns });
  };
  const mustKnow = ({ environment }: ScanTerms): string => {
    if (environment === undefined || environments.includes(environment)) return environment ?? strictestEnvironment;
    throw new HxError('usage', `There is no environment '${environment}'; known: ${environments.join(', ')}.`, {
      suggestion: `--env ${nearest(environment, environments) ?? strictestEnvironment}`,
    });
  };
  return {
    files: async (words, terms) => {
      const plan = { scanners: ['secret', 'misconfiguration'], isLenient: isLenient(mustKnow(terms)) } as const;
      const context = contextFor(terms);
      const targets = await readPaths(words, process.cwd(), root);
      const sighting = await scanOrSay({ ...plan, scan: (trivy, runId) => scanFiles(targets, runId, trivy, context) }, context);
      return finish(sighting, words.length === 0 ? 'the project' : words.join(' '), terms, ({ file }) => !file.startsWith('image://'));
    },
    image: async (word, isOffline, terms) => {
      const plan = { scanners: ['secret', 'misconfiguration', 'vulnerability'], isLenient: isLenient(mustKnow(terms)) } as const;
      const context = contextFor(terms);
      const found = await readImage(word, process.cwd());
      const image = { ...found, name: terms.shownAs?.name ?? found.name };
      const sighting = await scanOrSay({ ...plan, scan: (trivy, runId) => scanImage({ image, isOffline }, runId, trivy, context) }, context);
      return finish(sighting, terms.shownAs?.subject ?? word, terms, ({ file }) => file.startsWith(`image://${image.name}/`));
    },
  };
}

/** The exemptions of policy/exemptions.yaml that are about files; a mistake in it fails every scan, since none of it holds then. */
async function rulebookOf(root: string): Promise<Rulebook> {
  const { exemptions } = await readRules(rulesPlace(root), new Date());
  return {
    exemptions: exemptions.fileExemptions,
    problems: exemptions.problems.map(({ line, column, message }) => `policy/exemptions.yaml:${line}:${column}: ${message}`),
    covers: (exemption, rule, place) => fileExemptionFor([exemption], rule, place, exemption.environment) !== undefined,
  };
}

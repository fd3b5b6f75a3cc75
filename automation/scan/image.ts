// Scans one image: secrets and misconfigurations always, vulnerabilities where their database can be had.
import { HxError } from '../errors';
import type { FoundTool } from '../tools';
import type { ScanContext } from './context';
import { bringDatabase, type Database } from './database';
import type { Finding, Gap, Sighting } from './finding';
import type { Image } from './image-name';
import { openRunFolder, runTrivy, type RunFolder, type TrivyAnswer } from './run-trivy';
import { readReport, type PlaceOf } from './trivy-report';

export interface ImageRequest {
  readonly image: Image;
  /** True fetches no database; an image that is named by a reference may still be. */
  readonly isOffline: boolean;
}

export async function scanImage({ image, isOffline }: ImageRequest, runId: string, trivy: FoundTool, context: ScanContext): Promise<Sighting> {
  const folder = await openRunFolder(context.runs, runId);
  try {
    const database = await bringDatabase(trivy, isOffline, folder, context);
    const full = database.isUsable ? await look(image, true, trivy, folder, context) : undefined;
    const isFull = full?.state === 'done';
    const mayRetry = full === undefined || (full.state === 'failed' && full.failure.kind === 'no-database');
    const answer = mayRetry ? await look(image, false, trivy, folder, context) : full;
    if (answer.state === 'failed') throw failed(image, answer, folder);
    const isConfigured = !answer.isConfigurationUnread;
    return {
      findings: readReport(answer.report, placesIn(image)).map(asVendored),
      ran: ['secret', ...(isConfigured ? (['misconfiguration'] as const) : []), ...(isFull ? (['vulnerability'] as const) : [])],
      gaps: [...(isFull ? [] : [gapOf(database)]), ...(isConfigured ? [] : [unreadConfiguration])],
      warnings: [...(database.isUsable && database.warning !== undefined ? [database.warning] : []), ...answer.warnings],
      tool: { version: trivy.version, ...(isFull && database.isUsable ? { database: database.state } : {}) },
      isWhole: true,
      log: folder.log,
    };
  } finally {
    await folder.remove();
  }
}

const unreadConfiguration: Gap = {
  scanner: 'misconfiguration',
  reason: 'trivy could not read the history of the image as a Dockerfile',
  suggestion: 'build it by BuildKit (docker buildx): trivy does not read the history that the legacy builder writes of health checks and labels',
};

/**
 * Packages of others are full of examples that look like secrets, and are what a lock names by digest: what is found in them is told, and stops
 * nothing. Their known vulnerabilities are another matter.
 */
function asVendored(finding: Finding): Finding {
  if (finding.scanner !== 'secret' || !/\/(site|dist)-packages\//.test(finding.place)) return finding;
  return { ...finding, severity: 'low', message: `${finding.message} In a package of others.` };
}

const gapOf = (database: Database): Gap =>
  database.isUsable
    ? {
        scanner: 'vulnerability',
        reason: 'the image holds Java archives, and the database for them is not here',
        suggestion: 'let this machine reach mirror.gcr.io or ghcr.io',
      }
    : { scanner: 'vulnerability', reason: database.reason, suggestion: database.suggestion };

function look(image: Image, withVulnerabilities: boolean, trivy: FoundTool, folder: RunFolder, context: ScanContext): Promise<TrivyAnswer> {
  const args = [
    'image',
    // The image's own configuration: its user, its environment, its history.
    ...['--image-config-scanners', 'secret,misconfig'],
    // Compiled from sources that are looked at themselves.
    ...['--skip-files', '**/*.pyc'],
    ...(withVulnerabilities ? ['--skip-db-update', '--skip-java-db-update'] : []),
    ...(image.kind === 'archive' ? ['--input', image.path] : ['--', image.reference]),
  ];
  const scanners = ['secret', 'misconfig', ...(withVulnerabilities ? ['vuln'] : [])];
  return runTrivy(trivy, { args, scanners, isOffline: image.kind === 'archive', isEverywhere: false }, folder, context);
}

function failed(image: Image, { failure }: Extract<TrivyAnswer, { state: 'failed' }>, { log }: RunFolder): HxError {
  const subject = image.kind === 'archive' ? image.path : image.reference;
  switch (failure.kind) {
    case 'image-not-found':
      return new HxError('failure', `The image ${subject} is neither on this machine nor to be had from its registry.`, {
        log,
        suggestion: 'build or pull it, or sign in to its registry: az acr login --name <registry>',
      });
    case 'not-an-image':
      return new HxError('usage', `${subject} is neither an archive of an image nor a folder in OCI layout.`, {
        log,
        suggestion: 'docker save --output image.tar <name>:<tag>',
      });
    case 'no-database':
    case 'timeout':
      return new HxError('failure', `trivy could not scan ${subject}: ${failure.kind}`, { log });
    case 'other':
      return new HxError('failure', `trivy could not scan ${subject}: ${failure.reason}`, { log });
  }
}

/** `image://etl-ingestion/app/.env`, `image://etl-ingestion/openssl`, `image://etl-ingestion/config` for the image's own configuration. */
const placesIn =
  ({ name, ...image }: Image): PlaceOf =>
  (target, { package: packageName, path }) => {
    const subject = image.kind === 'archive' ? image.path : image.reference;
    const isItself = target === subject || target.startsWith(`${subject} (`);
    const inside = path ?? (isItself ? (packageName ?? 'config') : target);
    return `image://${name}/${inside.replace(/^\/+/, '')}`;
  };

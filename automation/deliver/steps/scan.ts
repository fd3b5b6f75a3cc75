// Scans what is in the registry, by digest, against the environment's threshold, and keeps SARIF of it.
import { join } from 'node:path';
import { HxError } from '../../errors';
import { writeDurably } from '../../files/durable';
import { isLenient, thresholdOf } from '../../scan/judge';
import type { ScanOutput } from '../outputs';
import { step } from '../step';

export const scan = step({
  name: 'scan',
  timeoutMs: 30 * 60_000,
  isRetried: false,
  plan: ({ target }) => ({
    does: 'scan both images for vulnerabilities, secrets and misconfigurations',
    values: { 'fails from': thresholdOf(target.env), 'missing scanner': isLenient(target.env) ? 'a warning' : 'a failure' },
  }),
  run: async ({ target, services, folder, find, tell, note, signal }) => {
    const pushed = find('images');
    if (pushed === undefined) return { state: 'skipped', message: 'no images: that step was left out', output: { images: {} } };
    const scanned: Record<string, ScanOutput['images'][string]> = {};
    const warnings: string[] = [];
    const blocking: string[] = [];
    // One after the other: both would read the same database.
    for (const [name, { reference }] of Object.entries(pushed.images)) {
      tell(`scanning ${reference}`);
      const { report, sarif } = await services.scan(reference, target, signal);
      const file = join(folder, 'reports', `${name}.sarif`);
      await writeDurably(file, sarif);
      const stops = report.findings.filter(({ isBlocking }) => isBlocking);
      scanned[name] = { findings: report.findings.length, blocking: stops.length, sarif: file };
      for (const { severity, rule, place, message } of report.findings) note(`${severity} ${rule} ${place}: ${message}`);
      warnings.push(...report.gaps.map(({ scanner, reason }) => `${name} was not looked through for ${scanner} findings: ${reason}`), ...report.warnings);
      blocking.push(...stops.map(({ severity, rule, place }) => `${severity} ${rule} at ${place}`), ...report.exemptionProblems);
      if (report.verdict === 'incomplete') throw incomplete(name, target.env, report.gaps[0]);
    }
    if (blocking.length > 0) {
      throw new HxError(
        'policy',
        `the scan stops these images in ${target.env}: ${blocking.slice(0, 5).join('; ')}${blocking.length > 5 ? `; and ${blocking.length - 5} more` : ''}`,
        {
          suggestion: `hx scan image --env ${target.env} ${Object.values(pushed.images)[0]?.reference ?? ''}`,
        },
      );
    }
    const findings = Object.values(scanned).reduce((sum, one) => sum + one.findings, 0);
    return {
      state: 'succeeded',
      message: `${findings} findings below ${thresholdOf(target.env)}`,
      warnings: [...new Set(warnings)],
      output: { images: scanned },
    };
  },
});

const incomplete = (name: string, env: string, gap: { readonly scanner: string; readonly reason: string; readonly suggestion?: string } | undefined): HxError =>
  new HxError(
    'failure',
    `${name} could not be scanned whole, as it must be in ${env}: ${gap === undefined ? 'a scanner did not run' : `${gap.scanner}: ${gap.reason}`}`,
    {
      ...(gap?.suggestion === undefined ? {} : { suggestion: gap.suggestion }),
    },
  );

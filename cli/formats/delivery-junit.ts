// A delivery as JUnit XML: one suite a target, one test case a step. Pure but for the library.
import reportBuilder from 'junit-report-builder';
import type { DeliverySummary, StepResult } from '../../automation/delivery';
import { clean } from './junit';

export function deliveryJunit({ results, time }: DeliverySummary): string {
  const builder = reportBuilder.newBuilder();
  for (const { target, steps, error } of results) {
    const suite = builder.testSuite().name(`hx deploy ${target}`).timestamp(new Date(time));
    for (const step of steps) addStep(suite.testCase().className(`hx.deploy.${target}`).name(step.step), step);
    // Refused before its first step.
    if (error !== undefined && !steps.some((step) => step.error !== undefined)) {
      suite.testCase().className(`hx.deploy.${target}`).name('delivery').failure(clean(error.message), error.reason);
    }
  }
  return builder.build();
}

type TestCase = ReturnType<ReturnType<ReturnType<typeof reportBuilder.newBuilder>['testSuite']>['testCase']>;

function addStep(testCase: TestCase, { state, durationMs, message = '', warnings = [], error }: StepResult): void {
  testCase.time(durationMs / 1000);
  const out = [`${state}: ${message}`, ...warnings.map((warning) => `warning: ${warning}`)];
  testCase.standardOutput(clean(out.join('\n')));
  if (state === 'failed' || state === 'cancelled') testCase.failure(clean(error?.message ?? message), error?.reason ?? state);
  if (state === 'skipped') testCase.skipped();
}

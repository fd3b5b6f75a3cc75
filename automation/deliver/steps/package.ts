// Puts the wheel of app/ and the dbt project into the idle slot's volume, where the slot's jobs and pipeline take them from, before its first run.
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HxError } from '../../errors';
import { putRelease } from '../release';
import { step } from '../step';

const asItIs = 'the local runner executes app/ as it is';

export const packageRelease = step({
  name: 'package',
  timeoutMs: 15 * 60_000,
  isRetried: true,
  plan: ({ cloud, places: { blue, green } }) =>
    cloud === 'local'
      ? { does: `nothing: ${asItIs}`, values: {} }
      : {
          does: "put the wheel of app/ and the dbt project into the idle slot's volume",
          values: { blueWheel: blue.wheel, blueProject: blue.project, greenWheel: green.wheel, greenProject: green.project },
        },
  run: async (context) => {
    if (context.cloud === 'local') return { state: 'unchanged', message: asItIs, output: {} };
    const { services, tell, signal } = context;
    const { outputs } = context.need('exports');
    const places = (await services.releasePlaces(outputs))[context.need('slot').idle];
    const { python } = await context.python();
    const folder = join(context.folder, 'package');
    // What an attempt before this one left.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const { app, file, path } = await services.application({ python, folder, tell, cancelled: signal });
      mustBeInstalled(file, places.wheel);
      const volume = await services.volumes(outputs, signal);
      const { files, removed } = await putRelease({ wheel: path, project: join(app, 'dbt') }, places, volume, signal);
      for (const one of removed) context.note(`removed ${one}`);
      const gone = removed.length === 0 ? '' : `, and ${removed.length} of an older one removed`;
      return { state: 'succeeded', message: `${file} and the ${files} files of the dbt project${gone}`, output: { ...places, files } };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

/** Jobs and pipelines name the wheel with its version; under another name nobody would install it. */
function mustBeInstalled(file: string, place: string): void {
  if (file === basename(place)) return;
  throw new HxError('expectation', `app/ builds ${file}, and the jobs of the slot install ${basename(place)}`, {
    suggestion: 'set wheelName in infra/components/lakehouse-names.ts to what app/pyproject.toml says, then: hx up',
  });
}

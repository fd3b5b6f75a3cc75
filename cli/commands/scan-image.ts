// hx scan image: vulnerabilities, secrets and misconfigurations of one image.
import { command } from '../command';
import { flag } from '../option';
import { scanOptions, tellScan, termsOf } from '../scan';

const options = { ...scanOptions, offline: flag('--offline', 'fetch no newer vulnerability database') };

export const definition = command({
  description:
    'Looks into an image for packages with known vulnerabilities, for keys and passwords in its files, environment and history, and for a configuration that is too open. The vulnerability database is fetched where the network lets it, and used while it is at most seven days old; where it can’t be had, the scan says so and fails, in dev it warns. An image is a reference (on this machine or in its registry), an archive of `docker save`, or a folder in OCI layout. Ends with exit code 5 where something at or above the threshold remains.',
  arguments: [{ name: 'image', description: 'reference, archive, or folder in OCI layout', isRequired: true }],
  options,
  examples: [
    { command: 'hx scan image etl-ingestion:4f2c9d1 --env staging', about: 'an image that was built here' },
    { command: 'hx scan image etl.tar --sarif image.sarif', about: 'an archive, with a file for code scanning' },
    { command: 'hx scan image ./etl-oci --offline --json | jq .scanners', about: 'without any network' },
  ],
  exits: ['policy', 'cancelled', 'timeout'],
  run: async (context, given, words) => {
    const scans = await (await context.app()).scans();
    return tellScan(await scans.image(words[0] ?? '', given.offline, termsOf(given)), given, context);
  },
});

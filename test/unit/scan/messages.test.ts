import { failureIn, warningsIn } from '../../../automation/scan/trivy-messages';

const time = '2026-11-26T07:32:12Z';
/** As trivy 0.57.1 writes them. */
const fatal = (text: string): string => `${time}\tINFO\t[secret] Secret scanning is enabled\n${time}\tFATAL\tFatal error\t${text}\n`;

test.each([
  ['init error: DB error: database error: --skip-update cannot be specified on the first run', 'no-database'],
  [
    'init error: DB error: failed to download vulnerability DB: OCI artifact error: failed to download artifact from mirror.gcr.io/aquasec/trivy-db:2',
    'no-database',
  ],
  [
    'image scan error: scan error: unable to initialize an image scanner: unable to find the specified image "x:1" in ["docker" "remote"]: 4 errors occurred:',
    'image-not-found',
  ],
  [
    'image scan error: unable to initialize the archive scanner: 2 errors occurred:\n\t* unable to open /x as a Docker image: archive/tar: invalid tar header',
    'not-an-image',
  ],
  ['fs scan error: scan error: scan failed: failed analysis: semaphore acquire: context deadline exceeded', 'timeout'],
  ['flag error: report flag error: ignore file not found: /x', 'other'],
])('%s is a failure of kind %s', (text, kind) => {
  expect(failureIn(fatal(text)).kind).toBe(kind);
});

test('another failure is told by its cause alone', () => {
  expect(failureIn(fatal('fs scan error: scan error: walk error: permission denied'))).toEqual({ kind: 'other', reason: 'walk error: permission denied' });
  expect(failureIn('')).toEqual({ kind: 'other', reason: 'it gave no reason' });
});

test('what could not be judged is a warning, once; hints and what went well are none', () => {
  const log = [
    `${time}\tINFO\tDetected config files\tnum=3`,
    `${time}\tERROR\t[terraform evaluator] Failed to load module.\terr="git must be available"`,
    `${time}\tERROR\t[terraform evaluator] Failed to load module.\terr="git must be available"`,
    `${time}\tWARN\tUsing severities from other vendors for some vulnerabilities. Read https://aquasecurity.github.io`,
    'ERROR without a time',
  ];
  expect(warningsIn(log.join('\n'))).toEqual(['[terraform evaluator] Failed to load module. err="git must be available"']);
});

test('a hundred warnings are five and a number', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `${time}\tWARN\tfile ${index}`);
  expect(warningsIn(lines.join('\n'))).toHaveLength(6);
  expect(warningsIn(lines.join('\n')).at(-1)).toBe('and 95 more');
});

// Rules on numbers, names, tags and people that the schema can't say of one field alone. Pure.
import { checkNames, listNames, nameRules, resourceNames } from '../naming';
import { checkTag, checkTags, tagsOf } from '../tags';
import type { Environment } from './environment';
import type { PlacedFinding } from './network-rules';
import type { Finding } from './schema-problems';
import { regionSettings } from './settings';

const regionsOf = (environment: Environment): readonly string[] => Object.keys(environment.regions);

/** The region's path where the region overrides the block, else the environment's. */
export const workersAreOrdered = (environment: Environment): readonly Finding[] => {
  const own = environment.databricks.workers;
  const shared = own.min > own.max ? [upsideDown(['databricks', 'workers'], own)] : [];
  const overridden = regionsOf(environment).flatMap((region) => {
    if (environment.regions[region]?.databricks?.workers === undefined) return [];
    const { workers } = regionSettings(environment, region).databricks;
    return workers.min > workers.max ? [upsideDown(['regions', region, 'databricks', 'workers'], workers)] : [];
  });
  return [...shared, ...overridden];
};

const upsideDown = (path: readonly PropertyKey[], { min, max }: { readonly min: number; readonly max: number }): Finding => ({
  path: [...path, 'min'],
  message: `the worker range is upside down: min ${min} is more than max ${max}`,
  suggestion: `write min: ${max} and max: ${min}`,
});

export const thresholdsAscend = ({ budget: { thresholds } }: Environment): readonly Finding[] =>
  thresholds.flatMap((threshold, index) => {
    const before = thresholds[index - 1];
    if (before === undefined || before < threshold) return [];
    const suggestion = `write [${[...new Set(thresholds)].sort((a, b) => a - b).join(', ')}]`;
    return [{ path: ['budget', 'thresholds', index], message: `budget thresholds must ascend: ${threshold} comes after ${before}`, suggestion }];
  });

export const bronzeCoolsBeforeItGoes = ({ retention: { bronzeToCoolDays, bronzeDeleteDays } }: Environment): readonly Finding[] =>
  bronzeToCoolDays < bronzeDeleteDays
    ? []
    : [
        {
          path: ['retention', 'bronzeToCoolDays'],
          message: `bronze data would be deleted after ${bronzeDeleteDays} days, before it cools after ${bronzeToCoolDays}`,
        },
      ];

/** Without purge protection, one who may delete a protected vault may also purge its keys and secrets at once. */
export const protectedVaultsArePurgeProtected = ({ protected: isProtected, keyVault }: Environment): readonly Finding[] =>
  isProtected && !keyVault.purgeProtection
    ? [
        {
          path: ['keyVault', 'purgeProtection'],
          message: 'a protected environment needs purge protection',
          suggestion: 'write purgeProtection: true; it can never be turned off again',
        },
      ]
    : [];

export const approversSuffice = ({ approvers: { required, people } }: Environment): readonly Finding[] => {
  const folded = people.map((person) => person.toLowerCase());
  const twice = people.flatMap((person, index) =>
    folded.indexOf(person.toLowerCase()) === index
      ? []
      : [{ path: ['approvers', 'people', index], message: `${person} is in the list twice and approves once` }],
  );
  const distinct = new Set(folded).size;
  const tooFew = {
    path: ['approvers', 'required'],
    message: `${required} approvals are required of ${distinct} people`,
    suggestion: 'name more people or require fewer',
  };
  return required > distinct ? [...twice, tooFew] : twice;
};

/** A credential in the URL would end in logs and in the repository. */
export const stateHasNoCredentials = ({ state: { backend } }: Environment): readonly Finding[] =>
  /^[a-z]+:\/\/[^/?#]*@/.test(backend) || /[?&](?:sig|sv|account_?key|token|sas[a-z]*|access_?key|secret[a-z_]*)=/i.test(backend)
    ? [
        {
          path: ['state', 'backend'],
          message: 'the backend URL has a credential in it',
          suggestion: 'remove it; the credential belongs in the environment of the process',
        },
      ]
    : [];

export const tagsAreLegal = (environment: Environment): readonly Finding[] => {
  const lists = [
    { path: ['tags'], tags: environment.tags },
    ...regionsOf(environment).map((region) => ({ path: ['regions', region, 'tags'], tags: environment.regions[region]?.tags ?? {} })),
  ];
  const single = lists.flatMap(({ path, tags }) =>
    Object.entries(tags).flatMap(([name, value]) => {
      const message = checkTag(name, value);
      return message === undefined ? [] : [{ path: [...path, name], message }];
    }),
  );
  const together = regionsOf(environment).flatMap((region) => checkTags(tagsOf(regionSettings(environment, region))));
  return [...single, ...[...new Set(together)].map((message) => ({ path: ['tags'], message }))];
};

/** The name that is too long is the region's, the environment's and the project's together; the longest of the two a user chose is named. */
export const namesAreLegal = (environment: Environment): readonly Finding[] => {
  const { environment: name, project } = environment;
  const path = name.length * 3 >= project.length ? ['environment'] : ['project'];
  const found = regionsOf(environment).flatMap((region) =>
    checkNames(resourceNames({ ...environment, region })).map(({ kind, name: full, message }) => ({ message, over: full.length - nameRules[kind].max })),
  );
  const worst = Math.max(0, ...found.map(({ over }) => over));
  const suggestion = `shorten the ${path[0] ?? ''} by ${worst} ${worst === 1 ? 'character' : 'characters'}`;
  return found.map(({ message }) => ({ path, message, ...(worst > 0 ? { suggestion } : {}) }));
};

/** Names that must be unique beyond their resource group, over all targets together. */
export function namesAreApart(environments: readonly Environment[]): readonly PlacedFinding[] {
  const seen = new Map<string, string>();
  return environments.flatMap((environment) =>
    regionsOf(environment).flatMap((region) => {
      const target = `${environment.environment}-${region}`;
      return listNames(resourceNames({ ...environment, region })).flatMap(({ kind, name }): readonly PlacedFinding[] => {
        const { scope, label } = nameRules[kind];
        if (scope !== 'global' && scope !== 'subscription') return [];
        const key = `${kind} ${scope === 'global' ? '' : environment.azure.subscriptionId.toLowerCase()} ${name.toLowerCase()}`;
        const other = seen.get(key);
        seen.set(key, target);
        if (other === undefined || other === target) return [];
        return [{ environment: environment.environment, path: ['environment'], message: `${target} and ${other} would both have the ${label} ${name}` }];
      });
    }),
  );
}

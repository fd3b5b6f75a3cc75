import { strictest } from '../../policy/environment';
import { Evaluator } from '../../policy/evaluate';
import { resourcePolicy } from '../../policy/policy';
import { secretsPolicies } from '../../policy/policies/secrets';
import { textsOf, withoutSecrets } from '../../policy/secrets';
import { Secret, unknown, type Properties } from '../../policy/value';
import { environmentOf, readCases, resourcesOf } from './support/cases';

describe('the texts of a resource', () => {
  test('are what is neither marked as secret nor unknown, with what they are called', () => {
    const inputs: Properties = {
      a: 'x',
      b: new Secret('y'),
      c: unknown,
      list: [{ name: 'DB', value: 'z' }],
      password: { type: 'SecureString', value: 'w' },
      contentBase64: btoa('code'),
      n: 1,
    };
    expect(textsOf(inputs).map(({ path, name, text, isSecure }) => [path, name, text, isSecure])).toEqual([
      ['a', 'a', 'x', false],
      ['list.0.name', 'name', 'DB', false],
      ['list.0.value', 'DB', 'z', false],
      ['password.type', 'type', 'SecureString', false],
      ['password.value', 'password', 'w', true],
      ['contentBase64', 'contentBase64', btoa('code'), false],
      ['contentBase64', 'contentBase64', 'code', false],
    ]);
  });

  test('are bounded', () => {
    expect(textsOf({ a: 'x'.repeat(1_000_000) }).map(({ text }) => text.length)).toEqual([65_536]);
  });
});

describe('no message', () => {
  const broken = secretsPolicies.flatMap((policy) =>
    readCases(`${policy.id}.yaml`)
      .filter(({ verdict }) => verdict === 'failed')
      .map((one) => [policy.id, one.name, policy, one] as const),
  );

  test.each(broken)('of %s has the value in it: %s', (_id, _name, policy, one) => {
    const [subject] = resourcesOf(one, policy);
    const [verdict] = new Evaluator({ policies: [policy], environment: environmentOf(one), exemptions: [] }).judge(subject);
    const said = JSON.stringify(verdict?.violations);
    const values = textsOf(subject.inputs).filter(({ path }) => verdict?.violations.some(({ property }) => property === path));
    expect(values.filter(({ text }) => said.includes(text))).toEqual([]);
  });

  test('of any other policy has a token in it, though nobody marked it', () => {
    const token = ['dapi', '0123456789abcdef', '0123456789abcdef'].join('');
    const talkative = resourcePolicy({
      id: 'talkative',
      title: '',
      severity: 'low',
      level: 'mandatory',
      checkov: [],
      rationale: '',
      remediation: { text: '', example: '' },
      references: [],
      types: 'every',
      check: (subject) => subject.fail(`map.${token}`, `is ${String(subject.read('token'))}, which is wrong`),
    });
    const [verdict] = new Evaluator({ policies: [talkative], environment: strictest, exemptions: [] }).judge({
      urn: 'u',
      type: 't',
      name: 'n',
      inputs: { token },
      isProtected: false,
      propertyDependencies: {},
    });
    expect(verdict?.violations).toEqual([{ property: 'map.[secret]', message: 'is [secret], which is wrong' }]);
  });
});

describe('looking for secrets', () => {
  // Inputs that make a careless pattern try every way to read them.
  test.each([
    ['one letter', 'a'],
    ['one capital', 'A'],
    ['the beginning of a web token', 'eyJ'],
    ['words before a password', '_password_-.'],
    ['the beginning of an address', '://a:b'],
    ['separators', '-.-='],
    ['the beginning of a Slack token', 'xoxb-1-1-'],
    ['blanks', 'key =  '],
    ['the word aws', 'aws key '],
  ])('takes time in proportion to the text: %s', (_, unit) => {
    const started = performance.now();
    const inputs = { password: unit.repeat(65_536 / unit.length) };
    const resource = { urn: 'u', type: 't', name: 'n', inputs, isProtected: false, propertyDependencies: {} };
    new Evaluator({ policies: secretsPolicies, environment: strictest, exemptions: [] }).judge(resource);
    withoutSecrets(inputs.password);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

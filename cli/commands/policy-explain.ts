// hx policy explain: one policy, why it is there, and what to write so that it passes.
import { command } from '../command';
import { output } from '../common-options';
import type { PolicyDetails } from '../policy-admin';
import { jsonLine } from '../render/ndjson';
import type { Style } from '../render/style';
import { wrap } from '../render/text';

const options = { json: output.json, noColor: output.noColor };

export const definition = command({
  description:
    'Everything about one policy, by its own id, by checkov’s, or by the id of another rule that it comes from: why it matters, what to change, an example that passes, where to read, its level in each environment, and where it is written.',
  arguments: [{ name: 'id', description: 'a policy id, or CKV_AZURE_3', isRequired: true }],
  options,
  examples: [
    { command: 'hx policy explain storage-https-only', about: 'by its id' },
    { command: 'hx policy explain CKV_AZURE_44', about: "by checkov's" },
  ],
  run: async ({ app, io, isJson }, _given, [id = '']) => {
    const details = (await (await app()).policies()).explain(id);
    if (isJson) io.stdout.print(jsonLine({ version: 1, ...details }));
    else io.stdout.print(...lines(details, io.stdout.style, Math.min(100, io.stdout.width())));
    return 'ok';
  },
});

function lines(policy: PolicyDetails, style: Style, width: number): readonly string[] {
  const paragraph = (text: string): readonly string[] => wrap(text, width - 2).map((line) => `  ${line}`);
  const differs = Object.entries(policy.differs).flatMap(([checkov, reason]) => paragraph(`Differs from ${checkov}: ${reason}`));
  const levels = Object.entries(policy.levels).map(([environment, level]) => `${environment} ${level}`);
  return [
    `${style.bold(policy.id)}  ${policy.severity}`,
    ...paragraph(policy.title),
    '',
    style.bold('Why'),
    ...paragraph(policy.rationale),
    '',
    style.bold('What to change'),
    ...paragraph(policy.fix),
    ...policy.example.split('\n').map((line) => `    ${style.cyan(line)}`),
    ...(policy.canRemediate ? paragraph('The policy can set the right value itself: give it the level remediate in infra/environments/<env>.yaml.') : []),
    '',
    style.bold('Read'),
    ...policy.references.map((url) => `  ${url}`),
    '',
    `${style.bold('Level')}    ${levels.join(', ')}`,
    `${style.bold('Judges')}   ${policy.types.join(', ')}${policy.scope === 'stack' ? ' by the other resources of the stack' : ''}`,
    `${style.bold('Same as')}  ${[...policy.checkov, ...policy.anchors].join(', ') || 'no other rule'}`,
    ...differs,
    `${style.bold('Written')}  ${policy.file}, tried in test/policy/cases/${policy.id}.yaml`,
  ];
}

// What the policies on secrets share: texts that look like a secret and are not marked as one. No message ever holds the value.
import { resourcePolicy, type ResourcePolicy } from '../../policy';
import { shapesIn, textsOf, type InputText, type Shape } from '../../secrets';

interface SecretPolicy extends Pick<ResourcePolicy, 'id' | 'title' | 'severity' | 'checkov' | 'differs' | 'anchors' | 'rationale'> {
  /** What a text looks like, with its article; undefined for one that is no secret. */
  readonly finds: (text: InputText) => string | undefined;
}

const remediation = {
  text: 'Keep the value in Key Vault or in secret configuration and hand it over as a secret; then replace the value itself: whoever read the state has it.',
  example: "const password = new Config().requireSecret('password');\nnew databricks.Secret('password', { scope, key: 'password', stringValue: password });",
};

export const secretPolicy = ({ finds, ...described }: SecretPolicy): ResourcePolicy =>
  resourcePolicy({
    ...described,
    level: 'mandatory',
    remediation,
    references: ['https://www.pulumi.com/docs/iac/concepts/secrets/', 'https://learn.microsoft.com/azure/security/fundamentals/secrets-best-practices'],
    types: 'every',
    check: (subject) => {
      for (const text of textsOf(subject.resource.inputs)) {
        const what = finds(text);
        if (what !== undefined) subject.fail(text.path, `holds what looks like ${what} and is not marked as a secret`);
      }
    },
  });

/** The name of the first of the shapes that a text has. */
export const findsShapes =
  (shapes: readonly Shape[]) =>
  (text: InputText): string | undefined =>
    shapesIn(text).find((one) => shapes.includes(one))?.what;

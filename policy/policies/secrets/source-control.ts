// No token of GitHub, GitLab, Azure DevOps, Pulumi or Docker Hub stands in the open.
import { sourceControlTokens } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsSourceControl = secretPolicy({
  id: 'secrets-source-control',
  title: 'No input holds a token of a source or deployment service in the open',
  severity: 'critical',
  checkov: [],
  rationale: 'Whoever can push, or deploy, can change what runs in production.',
  finds: findsShapes(sourceControlTokens),
});

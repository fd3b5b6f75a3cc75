// The policies on secrets, in the order in which they are listed.
import { secretsAwsKey } from './aws-key';
import { secretsAzureClientSecret } from './azure-client-secret';
import { secretsAzureKey } from './azure-key';
import { secretsAzureSas } from './azure-sas';
import { secretsBasicAuth } from './basic-auth';
import { secretsConnectionString } from './connection-string';
import { secretsDatabricksToken } from './databricks-token';
import { secretsIbmCloud } from './ibm-cloud';
import { secretsJwt } from './jwt';
import { secretsKeyword } from './keyword';
import { secretsMessaging } from './messaging';
import { secretsPackageRegistry } from './package-registry';
import { secretsPayment } from './payment';
import { secretsPrivateKey } from './private-key';
import { secretsSourceControl } from './source-control';
import { secretsTemplateDefault } from './template-default';

export const secretsPolicies = [
  secretsAwsKey,
  secretsAzureClientSecret,
  secretsAzureKey,
  secretsAzureSas,
  secretsBasicAuth,
  secretsConnectionString,
  secretsDatabricksToken,
  secretsIbmCloud,
  secretsJwt,
  secretsKeyword,
  secretsMessaging,
  secretsPackageRegistry,
  secretsPayment,
  secretsPrivateKey,
  secretsSourceControl,
  secretsTemplateDefault,
];

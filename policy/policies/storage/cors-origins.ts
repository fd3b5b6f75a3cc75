// Web pages of anybody may not read data with the login of our users.
import { resourcePolicy } from '../../policy';

export const storageCorsOrigins = resourcePolicy({
  id: 'storage-cors-origins',
  title: 'Storage services answer no web page of unknown origin',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'With an origin of *, any page that one of our users visits can call the account from his browser.',
  remediation: {
    text: 'Name the origins that need it, or leave cors out.',
    example: "new storage.BlobServiceProperties('blobs', { cors: { corsRules: [{ allowedOrigins: ['https://portal.example.com'], … }] }, … });",
  },
  references: ['https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services'],
  types: [
    'azure-native:storage:BlobServiceProperties',
    'azure-native:storage:FileServiceProperties',
    'azure-native:storage:QueueServiceProperties',
    'azure-native:storage:TableServiceProperties',
  ],
  check: (service) =>
    service.each('cors.corsRules', (rule) =>
      rule.each('allowedOrigins', (origin) => {
        if (origin.read('') === '*') origin.fail('', "web pages of every origin may call it: allowedOrigins has '*'");
      }),
    ),
});

// File shares are mounted with the newest SMB alone.
import { resourcePolicy } from '../../policy';
import { requireOnly } from './smb-settings';

export const storageSmbVersion = resourcePolicy({
  id: 'storage-smb-version',
  title: 'File shares speak SMB 3.1.1 only',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['CIS Azure 5.0 9.1.2'],
  rationale: 'Older SMB lacks pre-authentication integrity, and SMB 2.1 encrypts nothing.',
  remediation: {
    text: 'Set protocolSettings.smb.versions to SMB3.1.1.',
    example: "new storage.FileServiceProperties('files', { protocolSettings: { smb: { versions: 'SMB3.1.1' } }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/files/files-smb-protocol'],
  types: ['azure-native:storage:FileServiceProperties'],
  check: (service) => requireOnly(service, 'protocolSettings.smb.versions', 'SMB3.1.1'),
});

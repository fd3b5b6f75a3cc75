// Mounted file shares encrypt with the longest key alone.
import { resourcePolicy } from '../../policy';
import { requireOnly } from './smb-settings';

export const storageSmbEncryption = resourcePolicy({
  id: 'storage-smb-encryption',
  title: 'File shares encrypt with AES-256-GCM only',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['CIS Azure 5.0 9.1.3'],
  rationale: 'Clients choose from what is offered; a short key in the list is a short key in use.',
  remediation: {
    text: 'Set protocolSettings.smb.channelEncryption to AES-256-GCM.',
    example: "new storage.FileServiceProperties('files', { protocolSettings: { smb: { channelEncryption: 'AES-256-GCM' } }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/files/files-smb-protocol'],
  types: ['azure-native:storage:FileServiceProperties'],
  check: (service) => requireOnly(service, 'protocolSettings.smb.channelEncryption', 'AES-256-GCM'),
});

// CKV_AZURE_3: a storage account answers over HTTPS alone.
import { isOn } from '../../compare';
import { resourcePolicy } from '../../policy';

export const storageHttpsOnly = resourcePolicy({
  id: 'storage-https-only',
  title: 'Storage accounts accept HTTPS only',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_3'],
  differs: { CKV_AZURE_3: 'checkov reads only the old Terraform name of the property, so a false under the new name passes there' },
  anchors: ['trivy AZU-0008'],
  rationale: 'Over plain HTTP, keys, SAS tokens and customer data cross the network readable.',
  remediation: {
    text: 'Set enableHttpsTrafficOnly to true, or leave it out: the service turns it on by itself.',
    example: "new storage.StorageAccount('lake', { enableHttpsTrafficOnly: true, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    const value = account.read('enableHttpsTrafficOnly');
    if (value !== undefined && !isOn(value))
      account.fail('enableHttpsTrafficOnly', `accepts plain HTTP: enableHttpsTrafficOnly is ${account.shown('enableHttpsTrafficOnly')}`);
  },
  remediate: (inputs) => ({ ...inputs, enableHttpsTrafficOnly: true }),
});

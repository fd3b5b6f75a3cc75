// CKV2_AZURE_48: the root storage of a workspace is encrypted with a key of ours.
import { isOn, isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isServerless } from './compute-mode';

const prepared = 'parameters.prepareEncryption.value';
const source = 'parameters.encryption.value.keySource';

export const databricksRootStorageKey = resourcePolicy({
  id: 'databricks-root-storage-key',
  title: 'The root storage of Databricks workspaces is encrypted with a customer-managed key',
  severity: 'low',
  level: 'advisory',
  checkov: ['CKV2_AZURE_48'],
  differs: {
    CKV2_AZURE_48:
      "tiers other than premium pass as in checkov's Terraform variant (they have no such keys). A workspace without a sku is judged as premium. Its ARM variant passes encryption whose keySource is Default, which the SDK puts in",
  },
  anchors: ['CIS Azure 5.0 2.1.8'],
  rationale: 'With a key of ours, access to everything in the root storage can be ended in one place. The key must then never be lost.',
  remediation: {
    text: 'Set parameters.prepareEncryption, and parameters.encryption with the keySource Microsoft.Keyvault and a key.',
    example:
      "new databricks.Workspace('databricks', { parameters: { prepareEncryption: { value: true }, encryption: { value: { keySource: 'Microsoft.Keyvault', keyName, keyVaultUri, keyVersion } } }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/keys/customer-managed-keys'],
  types: ['azure-native:databricks:Workspace'],
  check: (workspace) => {
    const sku = workspace.read('sku.name');
    if ((sku !== undefined && !isOneOf(sku, ['premium'])) || isServerless(workspace)) return;
    if (!isOn(workspace.read(prepared))) workspace.fail(prepared, `is not prepared for keys of ours: prepareEncryption is ${workspace.shown(prepared)}`);
    if (!isOneOf(workspace.read(source), ['Microsoft.Keyvault']))
      workspace.fail(source, `encrypts its root storage with Microsoft's key: keySource is ${workspace.shown(source)}`);
  },
});

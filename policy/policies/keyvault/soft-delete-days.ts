// A deleted vault can be brought back for as long as its environment asks.
import { numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';

/** What Azure takes, and what it takes by itself: the longest. */
const [shortest, longest] = [7, 90];

export const keyVaultSoftDeleteDays = resourcePolicy({
  id: 'keyvault-soft-delete-days',
  title: 'Deleted key vaults are kept long enough',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'The days are fixed when the vault is made. In a protected environment a loss may be noticed after a quarter only.',
  remediation: {
    text: 'Set softDeleteRetentionInDays to 90 in a protected environment, and to 7 or more elsewhere.',
    example: "new keyvault.Vault('vault', { properties: { softDeleteRetentionInDays: 90, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault) => {
    const value = vault.read('properties.softDeleteRetentionInDays');
    const days = numberOf(value ?? longest);
    const fewest = vault.environment.isProtected ? longest : shortest;
    if (days === undefined || days < fewest || days > longest)
      vault.fail(
        'properties.softDeleteRetentionInDays',
        `a deleted vault is kept ${vault.shown('properties.softDeleteRetentionInDays')} days instead of ${fewest} to ${longest}`,
      );
  },
});

// HX-ADF-02: a factory has an identity that it can authenticate as.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const datafactoryIdentity = resourcePolicy({
  id: 'datafactory-identity',
  title: 'Data factories have a managed identity',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-ADF-02'],
  rationale: 'A factory without an identity can reach the lake and the vault by keys alone.',
  remediation: {
    text: 'Set identity to SystemAssigned, UserAssigned, or both.',
    example: "new datafactory.Factory('etl', { identity: { type: 'SystemAssigned' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/data-factory/data-factory-service-identity'],
  types: ['azure-native:datafactory:Factory'],
  check: (factory) => {
    if (!isOneOf(factory.read('identity.type'), ['SystemAssigned', 'UserAssigned', 'SystemAssigned,UserAssigned', 'SystemAssigned, UserAssigned']))
      factory.fail('identity', 'has no managed identity');
  },
});

// CKV2_AZURE_30: a registry's webhook posts over HTTPS. The address often carries a token, so it is never shown.
import { resourcePolicy } from '../../policy';

export const registryWebhookHttps = resourcePolicy({
  id: 'registry-webhook-https',
  title: 'Container registry webhooks post over HTTPS',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_30'],
  differs: { CKV2_AZURE_30: 'checkov fails HTTPS:// in capitals, which is the same scheme' },
  rationale: 'The post and its headers, often with a token in them, would cross the network readable, and anyone on the way could forge the next one.',
  remediation: {
    text: 'Give the webhook a serviceUri that starts with https://.',
    example: "new containerregistry.Webhook('on-push', { serviceUri: 'https://hooks.example.com/images', actions: ['push'], … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-webhook'],
  types: ['azure-native:containerregistry:Webhook'],
  check: (webhook) => {
    const value = webhook.read('serviceUri');
    if (typeof value !== 'string' || !value.toLowerCase().startsWith('https://'))
      webhook.fail('serviceUri', value === undefined ? 'has no serviceUri' : 'posts to an address that does not start with https://');
  },
});

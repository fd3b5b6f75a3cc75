// The blob service of an account is a resource of its own: what must hold for an account is judged there, or at the account where it is missing.
import { isOneOf } from '../../compare';
import type { Stack } from '../../stack';
import type { Subject } from '../../subject';

export const accountType = 'azure-native:storage:StorageAccount';
export const blobServiceType = 'azure-native:storage:BlobServiceProperties';

/**
 * Judges a blob service; an account that has none in the stack fails with what is missing, one without blobs passes. Meant for policies on
 * both types: each mistake is then found once.
 */
export function judgeBlobService(subject: Subject, stack: Stack, missing: string, judge: (service: Subject) => void): void {
  if (subject.resource.type === blobServiceType) {
    judge(subject);
    return;
  }
  if (isOneOf(subject.read('kind'), ['FileStorage'])) return;
  if (stack.referring(blobServiceType, 'accountName', subject.resource).length === 0)
    subject.fail('', `${missing}: the stack has no BlobServiceProperties for the account`);
}

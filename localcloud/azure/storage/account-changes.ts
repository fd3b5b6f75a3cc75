// What an update in place may not change on a storage account although the provider plans an update.
import type { AdmitContext } from '../../kind';
import { at, hasUnknown, isChanged, isTrue, text } from '../shared/values';
import { refuseUpdate } from './refusals';

const fixedSwitches = ['encryption.requireInfrastructureEncryption', 'enableNfsV3'];

export function admitChanges(ctx: AdmitContext): void {
  if (ctx.operation !== 'update' || !ctx.before) return;
  const { inputs: before } = ctx.before;
  admitKind(ctx, text(before, 'kind'), text(ctx.inputs, 'kind'));
  admitSku(ctx, text(before, 'sku.name'), text(ctx.inputs, 'sku.name'));
  for (const property of fixedSwitches) {
    if (hasUnknown(at(ctx.inputs, property))) continue;
    if (isTrue(before, property) !== isTrue(ctx.inputs, property)) refuseUpdate(ctx, property);
  }
  if (isChanged(before, ctx.inputs, 'extendedLocation')) refuseUpdate(ctx, 'extendedLocation');
  for (const service of ['queue', 'table']) {
    const path = `encryption.services.${service}.keyType`;
    if ((text(before, path) ?? 'Service') !== (text(ctx.inputs, path) ?? 'Service')) refuseUpdate(ctx, path);
  }
  if (text(before, 'largeFileSharesState') === 'Enabled' && text(ctx.inputs, 'largeFileSharesState') === 'Disabled') {
    refuseUpdate(ctx, 'largeFileSharesState', 'Large file shares cannot be disabled once they are enabled.');
  }
}

function admitKind(ctx: AdmitContext, from: string | undefined, to: string | undefined): void {
  if (from === undefined || to === undefined || from === to) return;
  if (to === 'StorageV2' && (from === 'Storage' || from === 'BlobStorage')) return;
  refuseUpdate(ctx, 'kind', `An account of kind '${from}' cannot become '${to}'; only Storage and BlobStorage can be upgraded, to StorageV2.`);
}

/** Redundancy changes in place only within locally or within zone-redundant replication; the rest is a conversion that a PUT can't start. */
function admitSku(ctx: AdmitContext, from: string | undefined, to: string | undefined): void {
  if (from === undefined || to === undefined || from === to) return;
  if (familyOf(from) === familyOf(to)) return;
  refuseUpdate(ctx, 'sku.name', `Conversion of the storage account from '${from}' to '${to}' is not allowed in place.`);
}

function familyOf(sku: string): string {
  const [tier = '', replication = ''] = sku.split('_');
  return `${tier} ${replication.endsWith('ZRS') ? 'zone' : 'local'}`;
}

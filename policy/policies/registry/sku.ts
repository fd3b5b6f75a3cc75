// What a registry's sku says. Premium alone has network rules, private endpoints, policies on images, zones and data endpoints.
import { isOneOf } from '../../compare';
import type { Subject } from '../../subject';

export const isPremium = (registry: Subject): boolean => isOneOf(registry.read('sku.name'), ['Premium']);

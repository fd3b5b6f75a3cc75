// One row a kind of Docker: its token and the file that holds its rules, loaded when the kind is first used.
import type { Kind } from '../kind';

export const dockerKinds: Readonly<Record<string, () => Kind>> = {
  'docker:index/image:Image': () => (require('./image') as typeof import('./image')).image,
};

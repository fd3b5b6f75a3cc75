// Entry of the bare Pulumi CLI: `pulumi preview -s <env>-<region>` runs the platform program on the same environments as hx.
import { getStack } from '@pulumi/pulumi';
import { program } from './platform';
import { inputOf } from './stack-target';

/** The Node.js language host calls it and takes the result as the stack's outputs. */
export = async () => program(inputOf(getStack()));

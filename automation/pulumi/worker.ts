// The main module of a stack's worker process: sets up the loading of modules, then loads the worker itself.
import { deferModules } from './defer-modules';

// Needed by the SDK for serialised functions alone, which hx's programs have none of: 0.3 s of the SDK's 0.5 s of loading.
deferModules(['typescript', '@npmcli/arborist']);
void import('./worker-main');

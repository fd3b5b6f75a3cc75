// The command table: one row a command, in the order of the overview. The handlers and their imports load with the chosen row alone.
import type { CommandRow } from '../command';

export const rows: readonly CommandRow[] = [
  { name: 'doctor', group: 'Start', summary: 'check what hx needs on this machine, and how to get what is missing', load: () => import('./doctor') },
  { name: 'completion', group: 'Start', summary: 'print the completion script of a shell', load: () => import('./completion') },
  { name: 'help', group: 'Start', summary: 'help on a command, on exit codes or on environment variables', load: () => import('./help') },
  { name: 'preview', group: 'Change', summary: 'show what an update would change', isOperation: true, load: () => import('./preview') },
  { name: 'up', group: 'Change', summary: 'create or update the chosen targets', isOperation: true, load: () => import('./up') },
  { name: 'refresh', group: 'Change', summary: 'take what the cloud says into the recorded state', isOperation: true, load: () => import('./refresh') },
  { name: 'destroy', group: 'Change', summary: 'delete everything in the chosen targets', isOperation: true, load: () => import('./destroy') },
  { name: 'status', group: 'Inspect', summary: 'all targets at a glance: last update, drift, live slot, locks', load: () => import('./status') },
  { name: 'drift', group: 'Inspect', summary: 'compare the cloud with the recorded state; change nothing', isOperation: true, load: () => import('./drift') },
  { name: 'outputs', group: 'Inspect', summary: 'print the outputs of the chosen targets', load: () => import('./outputs') },
  { name: 'export', group: 'Inspect', summary: 'print the stack exports: outputs and checkpoint, secrets encrypted', load: () => import('./export') },
  { name: 'config show', group: 'Inspect', summary: 'print the settings that are in force in one region', load: () => import('./config-show') },
  {
    name: 'config validate',
    group: 'Govern',
    summary: 'check the environment files; print every problem with its place',
    load: () => import('./config-validate'),
  },
  { name: 'unlock', group: 'Govern', summary: 'remove the lock of a run that is gone', load: () => import('./unlock') },
  { name: 'cloud status', group: 'Local cloud', summary: 'what the local cloud holds, and where its store is', load: () => import('./cloud-status') },
  { name: 'cloud log', group: 'Local cloud', summary: 'the latest calls that the local cloud answered', load: () => import('./cloud-log') },
  { name: 'cloud drift', group: 'Local cloud', summary: 'change or delete a resource behind the back of hx', load: () => import('./cloud-drift') },
  { name: 'cloud fault', group: 'Local cloud', summary: 'make calls fail, to rehearse failures', load: () => import('./cloud-fault') },
  { name: 'cloud latency', group: 'Local cloud', summary: 'make every call take a while', load: () => import('./cloud-latency') },
  { name: 'cloud serve', group: 'Local cloud', summary: 'serve the local cloud to a bare pulumi on this machine', load: () => import('./cloud-serve') },
  { name: 'cloud reset', group: 'Local cloud', summary: 'forget everything in the local cloud', load: () => import('./cloud-reset') },
  { name: '__complete', group: 'Start', summary: 'values for completion scripts', isHidden: true, isRaw: true, load: () => import('./complete') },
];

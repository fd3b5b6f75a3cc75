// The door of the checks of the Python half: names, the run, and its result as data.
export { appCheckNames, type AppCheck, type AppCheckEvent, type AppCheckName, type AppChecks } from './result';
export { checkApp, type AppChecksRequest } from './run';

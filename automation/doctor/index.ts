// The door of doctor: what hx needs on this machine, what is there, and how to get what is not.
export { isHealthy, type Check, type CheckStatus, type DoctorOptions } from './check';
export { runDoctor } from './run';

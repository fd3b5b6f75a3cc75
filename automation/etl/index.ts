// The door to the Python ETL: its environment, its commands and its tests, run as processes. What they do is app/'s.
export type { EtlAnswers, EtlCommand } from './answers';
export { ensurePython, type PythonEnvironment, type PythonOptions } from './python';
export { runEtl, runTests, type EtlRun, type TestsAnswer } from './run';

// The door of the scans: files and images, held against thresholds and exemptions, as data and as SARIF.
export type { ScanContext } from './context';
export { isAtLeast, severities, type Exemption, type Finding, type Rulebook, type Scanner, type Severity, type Sighting } from './finding';
export { readPaths, scanFiles } from './files';
export { scanImage } from './image';
export { readImage, type Image } from './image-name';
export { isLenient, judge, strictestEnvironment, thresholdOf, type JudgedFinding, type ScanReport } from './judge';
export { scanOrSay } from './scan';

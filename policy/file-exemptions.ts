// Exemptions of findings in files and images, which have no URN: one rule of a scanner, for files that a pattern names. Reads no file.
import { matchesPattern, type Exemption } from './exemptions';

/** An entry of policy/exemptions.yaml with `file` in the place of `urn`; its `policy` is the scanner's rule: "AVD-DS-0002", "hx-basic-auth", "CVE-2026-1234". */
export interface FileExemption extends Omit<Exemption, 'urn'> {
  /** Path from the project's root with `/`, or `image://<name>/<path or package>`; `*` stands for any run of characters. */
  readonly file: string;
}

/** The first exemption that names rule, file and environment. */
export const fileExemptionFor = <E extends Pick<FileExemption, 'policy' | 'file' | 'environment'>>(
  exemptions: readonly E[],
  rule: string,
  file: string,
  environment: string,
): E | undefined => exemptions.find((one) => one.policy === rule && one.environment === environment && matchesPattern(file, one.file));

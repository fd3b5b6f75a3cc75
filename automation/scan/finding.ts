// The words of a scan: findings, their severity, what a scan saw and what it did not. Pure.

export const severities = ['critical', 'high', 'medium', 'low', 'unknown'] as const;
export type Severity = (typeof severities)[number];

/** True where `severity` is as grave as `threshold`, or graver. What nobody rated is below everything. */
export const isAtLeast = (severity: Severity, threshold: Severity): boolean => severities.indexOf(severity) <= severities.indexOf(threshold);

export const scanners = ['secret', 'misconfiguration', 'vulnerability'] as const;
export type Scanner = (typeof scanners)[number];

export interface Finding {
  readonly scanner: Scanner;
  /** "hx-basic-auth", "AVD-DS-0002", "CVE-2026-1234": what an exemption names. */
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  /** One sentence about this place. Never holds a part of a secret. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
  readonly url?: string;
  /** Path from the project's root, absolute outside of it, or `image://<name>/<path or package>`: what an exemption's pattern is held against. */
  readonly place: string;
  /** From 1. */
  readonly line?: number;
  readonly endLine?: number;
}

/** A scanner that did not run, and why: never a silent pass. */
export interface Gap {
  readonly scanner: Scanner;
  readonly reason: string;
  readonly suggestion?: string;
}

export interface Exemption {
  /** A rule's id. */
  readonly policy: string;
  readonly file: string;
  readonly environment: string;
  readonly justification: string;
  readonly owner: string;
  readonly expires: string;
}

/** What a scan is held against. */
export interface Rulebook {
  /** Those in force; of every environment. */
  readonly exemptions: readonly Exemption[];
  /** What is wrong with the file of exemptions, one sentence each with its place: mistakes, expired and over-long ones. */
  readonly problems: readonly string[];
  /** The exemption that covers a finding. */
  readonly covers: (exemption: Exemption, rule: string, place: string) => boolean;
}

/** All that the scanners said of what was looked at. */
export interface Sighting {
  readonly findings: readonly Finding[];
  readonly ran: readonly Scanner[];
  readonly gaps: readonly Gap[];
  /** What the scanner could not read or judge, one line each. */
  readonly warnings: readonly string[];
  /** "trivy 0.57.1", and the age of its database where that was used; absent where there is none. */
  readonly tool?: { readonly version: string; readonly database?: string };
  /** True where all was looked at that exemptions can name, so that one that is not used can be told. */
  readonly isWhole: boolean;
  /** Path of the full log; absent where nothing ran. */
  readonly log?: string;
}

// Judges the stack of a stack export by every policy, as a process of its own: what `hx policy check --input FILE` does. argv: the file.
import { readFileSync } from 'node:fs';
import { judgeAll, policies, strictest } from '../../policy';
import { parseInput } from '../../policy/input';
import { countsOf } from '../../policy/report';

const { resources } = parseInput(readFileSync(process.argv[2] ?? '', 'utf8'));
const verdicts = judgeAll({ policies, environment: strictest, exemptions: [] }, resources);
process.stdout.write(`${JSON.stringify({ resources: resources.length, ...countsOf(verdicts) })}\n`);

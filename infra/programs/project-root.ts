// Where the project's files are, for a program that runs compiled from dist/infra/programs or, under Jest, from infra/programs.
import { basename, dirname } from 'node:path';

const room = dirname(dirname(__dirname));

export const projectRoot = basename(room) === 'dist' ? dirname(room) : room;

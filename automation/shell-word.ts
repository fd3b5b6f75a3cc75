// A word for a shell, in commands that a person is told to type. Pure.

/** The text as a POSIX shell takes it back: quoted only where it must be. */
export const shellWord = (text: string): string => (/^[A-Za-z0-9_./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

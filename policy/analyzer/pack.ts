// What the engine calls the pack.
export const packName = 'hx';
export const packVersion = '1.0.0';

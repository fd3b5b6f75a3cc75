// What a deployment hands to the images program beside the target's own settings: which images, and where each comes from. Loads no Pulumi.
import { z } from 'zod';

/** The images of the ETL: repositories in the target's registry. */
export const imageNames = ['etl-ingestion', 'etl-transformation'] as const;
export type ImageName = (typeof imageNames)[number];

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be a digest like sha256:… with 64 hexadecimal digits');
const source = z.union([
  z.strictObject({
    build: z.strictObject({
      /** Absolute path of the staged folder. */
      context: z.string().startsWith('/', 'must be an absolute path'),
      /** Absolute path of the Dockerfile. */
      dockerfile: z.string().startsWith('/', 'must be an absolute path'),
      args: z.record(z.string(), z.string()),
      /** Of the names, modes and contents of the context. */
      digest: z.string().regex(/^(sha256:)?[0-9a-f]{64}$/, 'must be a sha256 in 64 hexadecimal digits'),
    }),
  }),
  /** Copied into the registry already, under the tag. */
  z.strictObject({ promoted: z.strictObject({ digest }) }),
]);

const imagesSchema = z.strictObject({
  tag: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, 'must be a tag: at most 128 letters, digits, _ . and -'),
  sha: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'must be a full git sha'),
  images: z.strictObject(Object.fromEntries(imageNames.map((name) => [name, source])) as Readonly<Record<ImageName, typeof source>>),
});

export type ImageSource = z.infer<typeof source>;
export type ImagesSettings = z.infer<typeof imagesSchema>;

/** `settings.images` of a program's input. Throws in words for whoever composes the deployment. */
export function imagesSettings(settings: object): ImagesSettings {
  const given = 'images' in settings ? settings.images : undefined;
  if (given === undefined) throw new Error('the images program runs in a deployment alone: run hx deploy, which says what to build');
  const parsed = imagesSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Error(`settings.images is not valid: ${z.prettifyError(parsed.error)}`);
}

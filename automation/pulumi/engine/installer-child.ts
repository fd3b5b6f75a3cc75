// The process in which Pulumi's installer runs: argv is the folder. The version is the SDK's own. Started by installer.ts alone.

async function main(folder: string): Promise<void> {
  const { PulumiCommand } = await import('@pulumi/pulumi/automation');
  await PulumiCommand.install({ root: folder });
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error instanceof Error ? error.message.split('\n')[0] : String(error));
  process.exitCode = 1;
});

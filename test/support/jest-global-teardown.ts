// After the layers that run the built CLI or the real engine: ends what still brings trivy, where the chosen tests did not wait for it.
import { trivyBuild } from './jest-global-setup';

export default function tearDown(): void {
  const pid = Number(process.env[trivyBuild]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  delete process.env[trivyBuild];
  try {
    // Its group: Go's compilers too.
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended already.
  }
}

// The images program: what a deployment of the app puts into the target's registry. Runs in a deployment alone; what to build comes with the input.
import { Provider } from '@pulumi/docker/provider';
import type { Input } from '@pulumi/pulumi';
import { EtlImages } from '../components/etl-images';
import { imagesSettings } from '../config/images';
import type { ImagesOutput, PlatformOutput } from '../outputs';
import { upstreamOf, type ProgramInput } from './input';

export async function program(input: ProgramInput): Promise<Record<ImagesOutput, Input<string>>> {
  const { sha, tag, images } = imagesSettings(input.settings);
  const platform = upstreamOf<PlatformOutput>(input, 'platform');
  // Destroying, or looking at what was promoted, needs no daemon: only a build asks for one.
  const provider = new Provider('docker', { disableDockerDaemonCheck: true });
  const { references } = new EtlImages('etl-images', { loginServer: platform('registryLoginServer'), tag, images }, { provider });
  return {
    ingestionImage: references['etl-ingestion'],
    transformationImage: references['etl-transformation'],
    imagesSha: sha,
    imagesTag: tag,
  };
}

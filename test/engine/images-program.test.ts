import { describeWithDaemon } from '../support/docker/daemon';
import { localcloud, newImageScene, server, sha, type ImageScene } from '../support/docker/image-scene';

jest.setTimeout(180_000);

describeWithDaemon('the images program on the local cloud', (daemon) => {
  let scene: ImageScene;
  beforeEach(() => {
    scene = newImageScene(daemon);
  });
  afterEach(() => scene.dispose());

  it('builds, pushes and puts out digests', async () => {
    const up = await scene.run('up', { images: scene.images('one') });
    console.log(
      JSON.stringify(
        up.events.filter((e) => e.type !== 'phase'),
        null,
        1,
      ).slice(0, 12000),
    );
    console.log(JSON.stringify(up.summary, null, 1), up.outputs);
    expect(up.summary.exitCode).toBe(0);
  });
});

// HX-RG-02: in a protected environment the engine refuses to delete or replace what holds data.
import { resourcePolicy } from '../../policy';
import { statefulKinds } from './stateful-kinds';

export const governanceProtectStateful = resourcePolicy({
  id: 'governance-protect-stateful',
  title: 'What holds data is protected from deletion by the engine',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-RG-02'],
  rationale: 'One renamed property can mean a replacement; without protect the update deletes the lake and makes an empty one.',
  remediation: {
    text: 'Set the resource option protect to true; taking it off is then a change of its own that somebody reviews.',
    example: "new storage.StorageAccount('lake', { … }, { protect: true });",
  },
  references: ['https://www.pulumi.com/docs/iac/concepts/options/protect/'],
  types: statefulKinds,
  check: (subject) => {
    if (subject.environment.isProtected && !subject.resource.isProtected) subject.fail('', 'holds data and is not protected: the option protect is not set');
  },
});

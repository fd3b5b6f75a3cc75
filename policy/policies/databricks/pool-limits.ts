// An instance pool has a ceiling, keeps no machine warm for ever, and lets idle ones go.
import { numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { inTurn } from '../../in-turn';

const mostIdleMinutes = 120;

export const databricksPoolLimits = resourcePolicy({
  id: 'databricks-pool-limits',
  title: 'Databricks instance pools have a ceiling and let idle machines go',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Idle machines of a pool cost as much as busy ones, and a pool without a ceiling grows with whatever asks it.',
  remediation: {
    text: `Set maxCapacity, idleInstanceAutoterminationMinutes to at most ${mostIdleMinutes}, and minIdleInstances to 0 outside protected environments.`,
    example: "new databricks.InstancePool('pool', { maxCapacity: 10, minIdleInstances: 0, idleInstanceAutoterminationMinutes: 15, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/compute/pools'],
  types: ['databricks:index/instancePool:InstancePool'],
  check: (pool) => {
    inTurn(
      () => {
        if ((numberOf(pool.read('maxCapacity')) ?? 0) < 1) pool.fail('maxCapacity', `has no ceiling: maxCapacity is ${pool.shown('maxCapacity')}`);
      },
      () => {
        const path = 'idleInstanceAutoterminationMinutes';
        const minutes = numberOf(pool.read(path));
        // 0 lets them go at once.
        if (minutes === undefined || minutes < 0 || minutes > mostIdleMinutes)
          pool.fail(path, `pays for idle machines: ${path} is ${pool.shown(path)}, not 0 to ${mostIdleMinutes}`);
      },
      () => {
        const warm = pool.read('minIdleInstances');
        if (warm !== undefined && numberOf(warm) !== 0 && !pool.environment.isProtected)
          pool.fail('minIdleInstances', `keeps machines warm day and night: minIdleInstances is ${pool.shown('minIdleInstances')}`);
      },
    );
  },
});

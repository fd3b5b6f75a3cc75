import { Cloud } from '../../localcloud/cloud';
import { Store } from '../../localcloud/store';
import { undoUnanswered } from '../../localcloud/unanswered';
import { defaultCaller } from '../../localcloud/world-view';

const group = { resourceGroupName: 'rg', location: 'eastus' };
const token = 'azure-native:resources:ResourceGroup';
/** As if the process that wrote had been another one, which is gone. */
const pretendDead = (store: Store): void => {
  for (const { key, value } of store.settingsUnder('unanswered:')) store.setSetting(key, value.replace(/"pid":\d+/, '"pid":4194305'));
};

describe('a create that a killed process did not answer', () => {
  let store: Store;
  let cloud: Cloud;
  beforeEach(() => {
    store = new Store(':memory:');
    cloud = new Cloud(store, defaultCaller);
  });
  afterEach(() => store.close());

  it('is undone with all that it wrote, and said so in the log', () => {
    cloud.create(token, group);
    pretendDead(store);
    undoUnanswered(store);
    expect(store.ids()).toEqual([]);
    expect(store.readLog(10).map(({ operation }) => operation)).toEqual(['create', 'undo']);
    expect(store.settingsUnder('unanswered:')).toEqual([]);
    expect(() => cloud.create(token, group)).not.toThrow();
  });

  it('stays where it was answered', () => {
    cloud.answered(cloud.create(token, group));
    pretendDead(store);
    undoUnanswered(store);
    expect(store.ids()).toHaveLength(1);
  });

  it('stays while its process runs, and after the machine was started anew', () => {
    cloud.create(token, group);
    undoUnanswered(store);
    expect(store.ids()).toHaveLength(1);
    for (const { key, value } of store.settingsUnder('unanswered:')) store.setSetting(key, value.replace(/"boot":"/, '"boot":"earlier'));
    undoUnanswered(store);
    expect(store.ids()).toHaveLength(1);
  });
});

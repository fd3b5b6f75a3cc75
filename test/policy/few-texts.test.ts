import { FewTexts } from '../../policy/secrets/few-texts';

describe('texts that hold no secret', () => {
  test('are known again', () => {
    const texts = new FewTexts();
    texts.add('eastus');
    expect([texts.has('eastus'), texts.has('westus')]).toEqual([true, false]);
  });

  test('are not kept where they are long, and not for ever', () => {
    const texts = new FewTexts();
    const long = 'x'.repeat(201);
    texts.add(long);
    expect(texts.has(long)).toBe(false);
    texts.add('first');
    for (let index = 0; index < 20_000; index += 1) texts.add(String(index));
    expect([texts.has('first'), texts.has('19999')]).toEqual([false, true]);
  });
});

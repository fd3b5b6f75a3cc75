// Short texts that have been found to hold no secret, so that the same ones are not looked through again. Keeps none that does.

const longestKept = 200;
const mostKept = 20_000;

export class FewTexts {
  private readonly texts = new Set<string>();

  has(text: string): boolean {
    return text.length <= longestKept && this.texts.has(text);
  }

  /** Starts anew when there are too many: what comes often is soon back. */
  add(text: string): void {
    if (text.length > longestKept) return;
    if (this.texts.size >= mostKept) this.texts.clear();
    this.texts.add(text);
  }
}

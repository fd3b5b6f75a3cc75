// hx completion: the script that a shell loads. The scripts only ask `hx __complete`, so they never grow old.
import { command } from '../command';
import { completionScript, shells, type Shell } from '../completion/scripts';

const isShell = (word: string): word is Shell => shells.some((shell) => shell === word);

export const definition = command({
  description: 'Prints a script that completes commands, options and the names of environments and regions. Load it once, or from the shell’s start-up file.',
  arguments: [{ name: 'shell', description: 'the shell', isRequired: true, values: shells }],
  options: {},
  examples: [
    { command: 'source <(hx completion bash)', about: 'in ~/.bashrc' },
    { command: 'source <(hx completion zsh)', about: 'in ~/.zshrc, after compinit' },
    { command: 'hx completion fish | source', about: 'in ~/.config/fish/config.fish' },
    { command: 'hx completion powershell | Out-String | Invoke-Expression', about: 'in $PROFILE' },
  ],
  run: async ({ io }, _given, [shell = '']) => {
    if (isShell(shell)) io.stdout.write(completionScript(shell));
    return 'ok';
  },
});

// Completion scripts of four shells. Each hands the words up to the cursor to `hx __complete` and shows what comes back. Pure.

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

const bash = `# hx completion for bash: source <(hx completion bash)
_hx() {
  local line
  COMPREPLY=()
  # "=" breaks words in bash; the words are taken from the line instead, as hx would get them.
  local words
  read -r -a words <<< "\${COMP_LINE:0:COMP_POINT}"
  [[ "\${COMP_LINE:0:COMP_POINT}" == *[[:space:]] ]] && words+=('')
  local prefix=''
  local last="\${words[\${#words[@]}-1]}"
  [[ "$last" == *=* && "$COMP_WORDBREAKS" == *=* ]] && prefix="\${last%%=*}="
  while IFS= read -r line; do
    line="\${line%%$'\\t'*}"
    COMPREPLY+=("\${line#"$prefix"}")
  done < <("\${words[0]}" __complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o nosort -F _hx hx ./hx 2>/dev/null || complete -F _hx hx ./hx
`;

const zsh = `#compdef hx
# hx completion for zsh: source <(hx completion zsh), after compinit
_hx() {
  local line value about
  local -a found
  while IFS= read -r line; do
    value="\${line%%$'\\t'*}"
    about=""
    [[ "$line" == *$'\\t'* ]] && about="\${line#*$'\\t'}"
    found+=("\${value//:/\\\\:}\${about:+:$about}")
  done < <("\${words[1]}" __complete -- "\${(@)words[2,$CURRENT]}" 2>/dev/null)
  _describe 'hx' found
}
compdef _hx hx
`;

const fish = `# hx completion for fish: hx completion fish | source
function __hx_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l program $words[1]
  command $program __complete -- $words[2..-1] 2>/dev/null
end
complete -c hx -f -a '(__hx_complete)'
`;

const powershell = `# hx completion for PowerShell: hx completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName hx -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
  if ($wordToComplete -eq '') { $words += '' }
  $program = $words[0]
  $rest = @($words | Select-Object -Skip 1)
  & $program __complete '--' @rest 2>$null | ForEach-Object {
    $value, $about = $_ -split "\`t", 2
    if (-not $about) { $about = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
  }
}
`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell };

export const completionScript = (shell: Shell): string => scripts[shell];

# fish completion for statuscomm, written by 'statuscomm generate completions fish'.

# Prints the words before the cursor that are neither options nor their values, one a line.
function __statuscomm_words
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word --allow --config --data --for --partials --state-dir
            set skip 1
        else if not string match -q -- '-*' $word
            printf '%s\n' $word
        end
    end
end

# Whether exactly these words are the command so far; 'help' before them does not count.
function __statuscomm_at
    set -l typed (__statuscomm_words)
    test "$typed[1]" = help; and set -e typed[1]
    if contains -- "$argv" 'message check' 'template check' 'template list' 'template render' 'template vars' 'generate completions' 'generate man' 'generate schema'
        set typed $typed[1..(count $argv)]
    end
    test "$typed" = "$argv"
end

# Whether the argument at the place $1 of a command is to be completed; '0+' means from there on.
function __statuscomm_argument
    __statuscomm_at $argv[2..-1]; or return 1
    set -l place (math (count (__statuscomm_words)) - (count $argv) + 1)
    if string match -q -- '*+' $argv[1]
        test $place -ge (string replace + '' -- $argv[1])
    else
        test $place -eq $argv[1]
    end
end

# Prints words that only the program knows; it reads local data alone.
function __statuscomm_ask
    set -l typed (commandline -opc)
    $typed[1] __complete $argv[1] -- $typed[2..-1] 2>/dev/null
end

# Completes NAME=VALUE: $1 is the set of names, the other arguments are the values.
function __statuscomm_assign
    set -l token (string replace -r -- '^--[a-z-]+=' '' (commandline -ct))
    if string match -q -- '*=*' $token
        set -l side (string split -m 1 -f 1 -- = $token)
        printf '%s\n' $side=$argv[2..-1]
    else if test $argv[1] != -
        __statuscomm_ask $argv[1] | string replace -r -- '^([^\t]*)' '$1='
    end
end

complete -c statuscomm -f

complete -c statuscomm -n '__statuscomm_at' -a 'message' -d 'check texts before they become public'
complete -c statuscomm -n '__statuscomm_at' -a 'template' -d 'list, check and render the templates of messages'
complete -c statuscomm -n '__statuscomm_at' -a 'generate' -d 'write shell completions, the manual page and the schema of documents'
complete -c statuscomm -n '__statuscomm_at' -a help -d 'show help about a command'
complete -c statuscomm -n '__statuscomm_at message' -a 'check' -d 'look in a text for what must not become public'
complete -c statuscomm -n '__statuscomm_at template' -a 'check' -d 'look for mistakes in the templates'
complete -c statuscomm -n '__statuscomm_at template' -a 'list' -d 'list the templates and where they come from'
complete -c statuscomm -n '__statuscomm_at template' -a 'render' -d 'render any template to standard output'
complete -c statuscomm -n '__statuscomm_at template' -a 'vars' -d 'list the variables that templates can print'
complete -c statuscomm -n '__statuscomm_at generate' -a 'completions' -d 'print the completion script of a shell'
complete -c statuscomm -n '__statuscomm_at generate' -a 'man' -d 'print the manual page'
complete -c statuscomm -n '__statuscomm_at generate' -a 'schema' -d 'print the JSON Schema of all --json documents'

complete -c statuscomm -l config -r -k -a '(__fish_complete_suffix .json5 .json)' -d 'Configuration file'
complete -c statuscomm -l state-dir -x -a '(__fish_complete_directories)' -d 'Directory of incidents and deliveries'
complete -c statuscomm -l json -d 'Print one JSON document, also on failure'
complete -c statuscomm -l quiet -s q -d 'No progress and no notes, only results and errors'
complete -c statuscomm -l verbose -s v -d 'More about what happens, on standard error'
complete -c statuscomm -l no-color -d 'No colors, as with $NO_COLOR'
complete -c statuscomm -l help -s h -d 'Show help; -h shows less'
complete -c statuscomm -n '__statuscomm_at' -l version -d 'Show the version'

complete -c statuscomm -n '__statuscomm_at message check' -l for -x -a 'page mail chat ticket banner report' -d 'Channel that the finished text is for'
complete -c statuscomm -n '__statuscomm_at message check' -l allow -x -d 'Rule whose findings do not stop the text'
complete -c statuscomm -n '__statuscomm_argument 0 message check' -F



complete -c statuscomm -n '__statuscomm_at template render' -l data -s d -r -k -a '(__fish_complete_suffix .json5 .json)' -d 'Values'
complete -c statuscomm -n '__statuscomm_at template render' -l partials -x -a '(__fish_complete_directories)' -d 'Folder of NAME.mustache for {{> NAME}}'
complete -c statuscomm -n '__statuscomm_at template render' -l html -d 'Escape values for HTML'
complete -c statuscomm -n '__statuscomm_at template render' -l lenient -d 'Missing values are empty'
complete -c statuscomm -n '__statuscomm_argument 0 template render' -k -a '(__fish_complete_suffix .mustache)'

complete -c statuscomm -n '__statuscomm_argument 0 template vars' -a 'initial update resolution page chat ticket report'

complete -c statuscomm -n '__statuscomm_argument 0 generate completions' -a 'bash zsh fish'



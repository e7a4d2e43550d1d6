# bash completion for statuscomm, written by 'statuscomm generate completions bash'.
# Load it with: source <(statuscomm generate completions bash)

# Sets 'names' (what may follow), 'kinds' (one for each argument) and 'kind' (of the value of option $2).
_statuscomm_describe() {
    case $1 in
    '')
        names='incident report tick delivery mail subscriber ticket message template component connector config page banner stats drill audit init generate help'
        options='--config --state-dir --json --quiet --verbose --no-color --help --version'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'incident')
        names='open update resolve note list show log'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'report')
        names='draft check publish skip'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'delivery')
        names='list retry settle'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'mail')
        names='preview test'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'subscriber')
        names='check match suppress'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'ticket')
        names='match list link unlink'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'message')
        names='check'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'template')
        names='check list render vars'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'component')
        names='list'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'connector')
        names='list show check'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'config')
        names='check show'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'page')
        names='build'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'banner')
        names='show publish'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'generate')
        names='completions man schema'
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'incident open')
        names=
        options='--title --severity --component --key --keyword --started-at --next-update --another --message --var --allow --channel --no-notify --deadline --detach --dry-run --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --title | -t) kind='nothing' ;;
        --severity | -s) kind='words critical high medium low' ;;
        --component | -c) kind='ask components' ;;
        --key | -k) kind='nothing' ;;
        --keyword) kind='nothing' ;;
        --started-at) kind='nothing' ;;
        --next-update) kind='nothing' ;;
        --message | -m) kind='nothing' ;;
        --var) kind='assign -' ;;
        --allow) kind='nothing' ;;
        --channel) kind='ask targets' ;;
        --deadline) kind='nothing' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'incident update')
        names=
        kinds=('ask open-incidents')
        options='--status --finding --action --eta --component --severity --next-update --message --var --allow --channel --no-notify --deadline --detach --dry-run --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --status) kind='words investigating identified monitoring' ;;
        --finding) kind='nothing' ;;
        --action) kind='nothing' ;;
        --eta) kind='nothing' ;;
        --component | -c) kind='assign components operational under-maintenance degraded-performance partial-outage major-outage' ;;
        --severity | -s) kind='words critical high medium low' ;;
        --next-update) kind='nothing' ;;
        --message | -m) kind='nothing' ;;
        --var) kind='assign -' ;;
        --allow) kind='nothing' ;;
        --channel) kind='ask targets' ;;
        --deadline) kind='nothing' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'incident resolve')
        names=
        kinds=('ask open-incidents')
        options='--root-cause --fix --prevention --message --var --allow --channel --no-notify --deadline --detach --dry-run --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --root-cause) kind='nothing' ;;
        --fix) kind='nothing' ;;
        --prevention) kind='nothing' ;;
        --message | -m) kind='nothing' ;;
        --var) kind='assign -' ;;
        --allow) kind='nothing' ;;
        --channel) kind='ask targets' ;;
        --deadline) kind='nothing' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'incident note')
        names=
        kinds=('ask open-incidents')
        options='--type --text --customer-text --at --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --type) kind='words impact-started status-update mitigation-applied partial-recovery full-recovery internal' ;;
        --text | -m) kind='nothing' ;;
        --customer-text) kind='nothing' ;;
        --at) kind='nothing' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'incident list')
        names=
        options='--all --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'incident show')
        names=
        kinds=('ask open-incidents')
        options='--timeline --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'incident log')
        names=
        kinds=('ask open-incidents')
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'report draft')
        names=
        kinds=('ask incidents')
        options='--from --output --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --from) kind='file json5 json md' ;;
        --output | -o) kind='file md' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'report check')
        names=
        kinds=('file md')
        options='--incident --allow --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --incident) kind='ask incidents' ;;
        --allow) kind='nothing' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'report publish')
        names=
        kinds=('ask incidents' 'file md')
        options='--postmortem --channel --no-notify --deadline --detach --dry-run --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --postmortem) kind='file json5 json md' ;;
        --channel) kind='ask targets' ;;
        --deadline) kind='nothing' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'report skip')
        names=
        kinds=('ask incidents')
        options='--reason --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --reason) kind='nothing' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'tick')
        names=
        options='--check --dry-run --deadline --in-doubt --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --deadline) kind='nothing' ;;
        --in-doubt) kind='words resend skip' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'delivery list')
        names=
        kinds=('ask open-incidents')
        options='--all --mail --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'delivery retry')
        names=
        kinds=('ask deliveries')
        repeats=1
        options='--deadline --in-doubt --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --deadline) kind='nothing' ;;
        --in-doubt) kind='words resend skip' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'delivery settle')
        names=
        kinds=('ask deliveries')
        options='--as --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --as) kind='words sent not-sent dropped' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'mail preview')
        names=
        kinds=('ask open-incidents')
        options='--to --open --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --to) kind='nothing' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'mail test')
        names=
        options='--to --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --to) kind='nothing' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'subscriber check')
        names=
        kinds=('file csv jsonl')
        repeats=1
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'subscriber match')
        names=
        kinds=('ask open-incidents')
        options='--component --severity --all --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --component | -c) kind='ask components' ;;
        --severity | -s) kind='words critical high medium low' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'subscriber suppress')
        names=
        kinds=('nothing')
        options='--reason --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --reason) kind='nothing' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'ticket match')
        names=
        kinds=('ask open-incidents')
        options='--component --keyword --started-at --channel --explain --all --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --component | -c) kind='ask components' ;;
        --keyword) kind='nothing' ;;
        --started-at) kind='nothing' ;;
        --channel) kind='ask targets' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'ticket list')
        names=
        kinds=('ask open-incidents')
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'ticket link')
        names=
        kinds=('ask open-incidents' 'nothing')
        options='--channel --no-reply --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --channel) kind='ask targets' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'ticket unlink')
        names=
        kinds=('ask open-incidents' 'ask linked-tickets')
        options='--channel --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --channel) kind='ask targets' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'message check')
        names=
        kinds=('file')
        options='--for --allow --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --for) kind='words page mail chat ticket banner report' ;;
        --allow) kind='nothing' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'template check')
        names=
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'template list')
        names=
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'template render')
        names=
        kinds=('file mustache')
        options='--data --partials --html --lenient --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --data | -d) kind='file json5 json' ;;
        --partials) kind='directory' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'template vars')
        names=
        kinds=('words initial update resolution page chat ticket report report-mail')
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'component list')
        names=
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'connector list')
        names=
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'connector show')
        names=
        kinds=('ask connectors')
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'connector check')
        names=
        kinds=('ask targets')
        repeats=1
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'config check')
        names=
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'config show')
        names=
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'page build')
        names=
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'banner show')
        names=
        kinds=('ask targets')
        repeats=1
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'banner publish')
        names=
        kinds=('ask targets')
        repeats=1
        options='--dry-run --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'stats')
        names=
        options='--since --until --by --page --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --since) kind='nothing' ;;
        --until) kind='nothing' ;;
        --by) kind='words month quarter year' ;;
        --page) kind='file html' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'drill')
        names=
        kinds=('file json5 json')
        options='--interactive --speed --keep --show --config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --speed) kind='nothing' ;;
        --keep) kind='directory' ;;
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'audit')
        names=
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'init')
        names=
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'generate completions')
        names=
        kinds=('words bash zsh fish')
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'generate man')
        names=
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    'generate schema')
        names=
        options='--config --state-dir --json --quiet --verbose --no-color --help'
        case $2 in
        --config) kind='file json5 json' ;;
        --state-dir) kind='directory' ;;
        esac
        ;;
    *) return 1 ;;
    esac
}

# Joins what bash took apart at '=' and ':' into the words that were typed, up to the cursor.
_statuscomm_words() {
    local line=$COMP_LINE piece i
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        piece=${COMP_WORDS[i]}
        if [[ $i -gt 0 && -n $piece && $line != [[:blank:]]* ]]; then
            words[${#words[@]} - 1]+=$piece
        else
            words+=("$piece")
        fi
        line=${line#"${line%%[![:blank:]]*}"}
        line=${line#"$piece"}
    done
}

# Offers the lines on standard input that begin with $1, with $2 before and $3 behind them.
_statuscomm_offer() {
    local candidate head broken=
    head=${cur%%[\'\"]*}
    # bash replaces only what stands after the last '=' or ':'.
    [[ $COMP_WORDBREAKS != *=* ]] || broken=${head%"${head##*[=:]}"}
    while IFS= read -r candidate; do
        candidate=${candidate%%$'\t'*}
        [[ -n $candidate && $candidate == "$1"* ]] || continue
        candidate=$2$candidate$3
        candidate=${candidate#"$broken"}
        [[ -n $quote ]] || printf -v candidate '%q' "$candidate"
        COMPREPLY+=("$candidate")
    done
}

# Asks the program for words that only it knows; it reads local data alone.
_statuscomm_ask() {
    "${words[0]}" __complete "$1" -- "${words[@]:1}" 2>/dev/null
}

# Lists the files that begin with $1: directories, and those with one of the other arguments as their ending.
_statuscomm_files() {
    local typed=$1 path ending
    shift
    [[ $typed != '~/'* ]] || typed=$HOME/${typed#'~/'}
    while IFS= read -r path; do
        if [[ -d $path || $# -eq 0 ]]; then
            printf '%s\n' "$path"
            continue
        fi
        for ending in "$@"; do
            [[ $path != *."$ending" ]] || printf '%s\n' "$path"
        done
    done < <(compgen -f -- "$typed")
}

# Completes a value: $1 says how, $2 is what is typed of it, $3 is what stands before it in the same word.
_statuscomm_value() {
    local how
    read -r -a how <<<"$1"
    case ${how[0]} in
    words) _statuscomm_offer "$2" "$3" < <(printf '%s\n' "${how[@]:1}") ;;
    ask) _statuscomm_offer "$2" "$3" < <(_statuscomm_ask "${how[1]}") ;;
    assign)
        if [[ $2 == *=* ]]; then
            _statuscomm_offer "${2#*=}" "$3${2%%=*}=" < <(printf '%s\n' "${how[@]:2}")
        elif [[ ${how[1]} != - ]]; then
            compopt -o nospace 2>/dev/null
            _statuscomm_offer "$2" "$3" = < <(_statuscomm_ask "${how[1]}")
        fi
        ;;
    file | directory)
        compopt -o filenames 2>/dev/null
        # With this option bash quotes file names by itself.
        quote=filenames
        if [[ ${how[0]} == file ]]; then
            _statuscomm_offer '' "$3" < <(_statuscomm_files "$2" "${how[@]:1}")
        else
            _statuscomm_offer '' "$3" < <(_statuscomm_files "$2" '/')
        fi
        ;;
    esac
}

_statuscomm() {
    local IFS=$' \t\n' cur typed quote='' command='' names='' options='' kind='' repeats='' word
    local expected='' ended='' helping='' count=0 i j last
    local words kinds=()
    COMPREPLY=()
    _statuscomm_words
    last=$((${#words[@]} - 1))
    cur=${words[last]}
    _statuscomm_describe '' ''
    for ((i = 1; i < last; i++)); do
        word=${words[i]}
        case $ended$word in
        --) ended=yes ;;
        --*=*) ;;
        --*)
            kind=
            _statuscomm_describe "$command" "$word"
            [[ -z $kind ]] || { i=$((i + 1)) && expected=$kind; }
            ;;
        -?*)
            for ((j = 1; j < ${#word}; j++)); do
                kind=
                _statuscomm_describe "$command" "-${word:j:1}"
                [[ -n $kind ]] || continue
                [[ $j -lt $((${#word} - 1)) ]] || { i=$((i + 1)) && expected=$kind; }
                break
            done
            ;;
        *)
            if [[ -z $ended && -z $command && $word == help ]]; then
                helping=yes
            elif [[ -z $ended && " $names " == *" $word "* ]]; then
                command=${command:+$command }$word
                _statuscomm_describe "$command" ''
            else
                count=$((count + 1))
            fi
            ;;
        esac
        [[ $i -ge $last ]] || expected=
    done

    case $cur in
    --*=[\'\"]* | [\'\"]*) quote=yes ;;
    esac
    typed=${cur//[\\\'\"]/}
    if [[ -n $expected ]]; then
        _statuscomm_value "$expected" "$typed" ''
    elif [[ -z $ended && $typed == --*=* ]]; then
        kind=
        _statuscomm_describe "$command" "${typed%%=*}"
        _statuscomm_value "$kind" "${typed#*=}" "${typed%%=*}="
    elif [[ -z $ended && $typed == -* ]]; then
        _statuscomm_value "words $options" "$typed" ''
    elif [[ -n $names ]]; then
        _statuscomm_value "words $names" "$typed" ''
    elif [[ -z $helping ]]; then
        [[ -z $repeats || $count -lt ${#kinds[@]} ]] || count=$((${#kinds[@]} - 1))
        [[ $count -ge ${#kinds[@]} ]] || _statuscomm_value "${kinds[count]}" "$typed" ''
    fi
}

complete -F _statuscomm statuscomm

# fish completion for statuscomm, written by 'statuscomm generate completions fish'.

# Prints the words before the cursor that are neither options nor their values, one a line.
function __statuscomm_words
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word --action --allow --as --at --by --channel --component --config --customer-text --data --deadline --eta --finding --fix --for --from --in-doubt --incident --keep --key --keyword --message --next-update --output --page --partials --postmortem --prevention --reason --root-cause --severity --since --speed --started-at --state-dir --status --text --title --to --type --until --var
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
    if contains -- "$argv" 'incident open' 'incident update' 'incident resolve' 'incident note' 'incident list' 'incident show' 'incident log' 'report draft' 'report check' 'report publish' 'report skip' 'tick' 'delivery list' 'delivery retry' 'delivery settle' 'mail preview' 'mail test' 'subscriber check' 'subscriber match' 'subscriber suppress' 'ticket match' 'ticket list' 'ticket link' 'ticket unlink' 'message check' 'template check' 'template list' 'template render' 'template vars' 'component list' 'connector list' 'connector show' 'connector check' 'config check' 'config show' 'page build' 'banner show' 'banner publish' 'stats' 'drill' 'audit' 'init' 'generate completions' 'generate man' 'generate schema'
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

complete -c statuscomm -n '__statuscomm_at' -a 'incident' -d 'open, update and resolve incidents'
complete -c statuscomm -n '__statuscomm_at' -a 'report' -d 'write, check and publish the report after an incident'
complete -c statuscomm -n '__statuscomm_at' -a 'tick' -d 'keep promises: for cron, once a minute'
complete -c statuscomm -n '__statuscomm_at' -a 'delivery' -d 'see and mend what was not delivered'
complete -c statuscomm -n '__statuscomm_at' -a 'mail' -d 'look at mails and test the relay'
complete -c statuscomm -n '__statuscomm_at' -a 'subscriber' -d 'check who is told, and leave people out'
complete -c statuscomm -n '__statuscomm_at' -a 'ticket' -d 'see and decide which support tickets belong to an incident'
complete -c statuscomm -n '__statuscomm_at' -a 'message' -d 'check texts before they become public'
complete -c statuscomm -n '__statuscomm_at' -a 'template' -d 'list, check and render the templates of messages'
complete -c statuscomm -n '__statuscomm_at' -a 'component' -d 'see the components'
complete -c statuscomm -n '__statuscomm_at' -a 'connector' -d 'see and check the connectors'
complete -c statuscomm -n '__statuscomm_at' -a 'config' -d 'check and show the configuration'
complete -c statuscomm -n '__statuscomm_at' -a 'page' -d 'build the static pages'
complete -c statuscomm -n '__statuscomm_at' -a 'banner' -d 'show and publish the banner inside the product'
complete -c statuscomm -n '__statuscomm_at' -a 'stats' -d 'tell how fast and how reliably customers were told'
complete -c statuscomm -n '__statuscomm_at' -a 'drill' -d 'practise an incident; nothing leaves this machine'
complete -c statuscomm -n '__statuscomm_at' -a 'audit' -d 'show who ran what, after checking that no entry was changed'
complete -c statuscomm -n '__statuscomm_at' -a 'init' -d 'write a commented starter configuration'
complete -c statuscomm -n '__statuscomm_at' -a 'generate' -d 'write shell completions, the manual page and the schema of documents'
complete -c statuscomm -n '__statuscomm_at' -a help -d 'show help about a command'
complete -c statuscomm -n '__statuscomm_at incident' -a 'open' -d 'open an incident and tell everybody'
complete -c statuscomm -n '__statuscomm_at incident' -a 'update' -d 'tell everybody what is new'
complete -c statuscomm -n '__statuscomm_at incident' -a 'resolve' -d 'tell everybody that it is over'
complete -c statuscomm -n '__statuscomm_at incident' -a 'note' -d 'write something down for the timeline'
complete -c statuscomm -n '__statuscomm_at incident' -a 'list' -d 'list the open incidents'
complete -c statuscomm -n '__statuscomm_at incident' -a 'show' -d 'show an incident with what was said and where it arrived'
complete -c statuscomm -n '__statuscomm_at incident' -a 'log' -d 'show who did what, and what each target answered'
complete -c statuscomm -n '__statuscomm_at report' -a 'draft' -d 'make a customers\' report of a postmortem'
complete -c statuscomm -n '__statuscomm_at report' -a 'check' -d 'look in a report for what must not be published, and for what is missing'
complete -c statuscomm -n '__statuscomm_at report' -a 'publish' -d 'publish the report after an incident'
complete -c statuscomm -n '__statuscomm_at report' -a 'skip' -d 'say why an incident gets no report'
complete -c statuscomm -n '__statuscomm_at delivery' -a 'list' -d 'list what is not delivered'
complete -c statuscomm -n '__statuscomm_at delivery' -a 'retry' -d 'go on with what is not delivered'
complete -c statuscomm -n '__statuscomm_at delivery' -a 'settle' -d 'record what a person found at a target'
complete -c statuscomm -n '__statuscomm_at mail' -a 'preview' -d 'show a mail as it would leave'
complete -c statuscomm -n '__statuscomm_at mail' -a 'test' -d 'send one mail to see that the relay works'
complete -c statuscomm -n '__statuscomm_at subscriber' -a 'check' -d 'check the subscriber lists row by row'
complete -c statuscomm -n '__statuscomm_at subscriber' -a 'match' -d 'tell who would get mail, and why not the others'
complete -c statuscomm -n '__statuscomm_at subscriber' -a 'suppress' -d 'never send mail to an address again'
complete -c statuscomm -n '__statuscomm_at ticket' -a 'match' -d 'tell which tickets belong to an incident, and why'
complete -c statuscomm -n '__statuscomm_at ticket' -a 'list' -d 'list the tickets of an incident and what was done on them'
complete -c statuscomm -n '__statuscomm_at ticket' -a 'link' -d 'take a ticket into an incident by hand'
complete -c statuscomm -n '__statuscomm_at ticket' -a 'unlink' -d 'leave a ticket out of an incident from now on'
complete -c statuscomm -n '__statuscomm_at message' -a 'check' -d 'look in a text for what must not become public'
complete -c statuscomm -n '__statuscomm_at template' -a 'check' -d 'look for mistakes in the templates'
complete -c statuscomm -n '__statuscomm_at template' -a 'list' -d 'list the templates and where they come from'
complete -c statuscomm -n '__statuscomm_at template' -a 'render' -d 'render any template to standard output'
complete -c statuscomm -n '__statuscomm_at template' -a 'vars' -d 'list the variables that templates can print'
complete -c statuscomm -n '__statuscomm_at component' -a 'list' -d 'list the components with their status now'
complete -c statuscomm -n '__statuscomm_at connector' -a 'list' -d 'list the connectors, shipped ones and your own'
complete -c statuscomm -n '__statuscomm_at connector' -a 'show' -d 'print a shipped connector, to read or to begin your own from'
complete -c statuscomm -n '__statuscomm_at connector' -a 'check' -d 'ask each target whether it would understand us'
complete -c statuscomm -n '__statuscomm_at config' -a 'check' -d 'find every mistake in the configuration'
complete -c statuscomm -n '__statuscomm_at config' -a 'show' -d 'show the configuration in force, defaults included, without secrets'
complete -c statuscomm -n '__statuscomm_at page' -a 'build' -d 'build the static pages again from the log'
complete -c statuscomm -n '__statuscomm_at banner' -a 'show' -d 'show what the banner inside the product says now'
complete -c statuscomm -n '__statuscomm_at banner' -a 'publish' -d 'publish the banner feed again, from the log'
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

complete -c statuscomm -n '__statuscomm_at incident open' -l title -s t -x -d 'Title for the public'
complete -c statuscomm -n '__statuscomm_at incident open' -l severity -s s -x -a 'critical high medium low' -d 'How bad it is'
complete -c statuscomm -n '__statuscomm_at incident open' -l component -s c -x -a '(__statuscomm_ask components)' -d 'Component that is affected; a parent means its children'
complete -c statuscomm -n '__statuscomm_at incident open' -l key -s k -x -d 'Alert fingerprint, which makes a second opening harmless'
complete -c statuscomm -n '__statuscomm_at incident open' -l keyword -x -d 'Word that customers use for it, to match tickets'
complete -c statuscomm -n '__statuscomm_at incident open' -l started-at -x -d 'When customers began to notice, if not now'
complete -c statuscomm -n '__statuscomm_at incident open' -l next-update -x -d 'Time until the next promised update'
complete -c statuscomm -n '__statuscomm_at incident open' -l another -d 'Open although an open incident covers a component'
complete -c statuscomm -n '__statuscomm_at incident open' -l message -s m -x -d 'What customers read, - for standard input'
complete -c statuscomm -n '__statuscomm_at incident open' -l var -x -a '(__statuscomm_assign -)' -d 'Value of a variable in your own templates'
complete -c statuscomm -n '__statuscomm_at incident open' -l allow -x -d 'Let this rule of the message check pass, on record'
complete -c statuscomm -n '__statuscomm_at incident open' -l channel -x -a '(__statuscomm_ask targets)' -d 'Tell only this target'
complete -c statuscomm -n '__statuscomm_at incident open' -l no-notify -d 'Pages do not tell their own subscribers'
complete -c statuscomm -n '__statuscomm_at incident open' -l deadline -x -d 'Longest time to spend on sending before the rest is queued'
complete -c statuscomm -n '__statuscomm_at incident open' -l detach -d 'Send in the background; exit 0 once it is on record'
complete -c statuscomm -n '__statuscomm_at incident open' -l dry-run -s n -d 'Show everything that would be sent, and stop'

complete -c statuscomm -n '__statuscomm_at incident update' -l status -x -a 'investigating identified monitoring' -d 'Phase from now on'
complete -c statuscomm -n '__statuscomm_at incident update' -l finding -x -d 'What was found out, in customers\' words'
complete -c statuscomm -n '__statuscomm_at incident update' -l action -x -d 'What is being done, in customers\' words'
complete -c statuscomm -n '__statuscomm_at incident update' -l eta -x -d 'What can be said about the way ahead'
complete -c statuscomm -n '__statuscomm_at incident update' -l component -s c -x -a '(__statuscomm_assign components operational under-maintenance degraded-performance partial-outage major-outage)' -d 'Status that a component has now'
complete -c statuscomm -n '__statuscomm_at incident update' -l severity -s s -x -a 'critical high medium low' -d 'How bad it is from now on'
complete -c statuscomm -n '__statuscomm_at incident update' -l next-update -x -d 'Time until the next promised update'
complete -c statuscomm -n '__statuscomm_at incident update' -l message -s m -x -d 'What customers read, - for standard input'
complete -c statuscomm -n '__statuscomm_at incident update' -l var -x -a '(__statuscomm_assign -)' -d 'Value of a variable in your own templates'
complete -c statuscomm -n '__statuscomm_at incident update' -l allow -x -d 'Let this rule of the message check pass, on record'
complete -c statuscomm -n '__statuscomm_at incident update' -l channel -x -a '(__statuscomm_ask targets)' -d 'Tell only this target'
complete -c statuscomm -n '__statuscomm_at incident update' -l no-notify -d 'Pages do not tell their own subscribers'
complete -c statuscomm -n '__statuscomm_at incident update' -l deadline -x -d 'Longest time to spend on sending before the rest is queued'
complete -c statuscomm -n '__statuscomm_at incident update' -l detach -d 'Send in the background; exit 0 once it is on record'
complete -c statuscomm -n '__statuscomm_at incident update' -l dry-run -s n -d 'Show everything that would be sent, and stop'
complete -c statuscomm -n '__statuscomm_argument 0 incident update' -a '(__statuscomm_ask open-incidents)'

complete -c statuscomm -n '__statuscomm_at incident resolve' -l root-cause -x -d 'Why it happened, in customers\' words'
complete -c statuscomm -n '__statuscomm_at incident resolve' -l fix -x -d 'What ended it, in customers\' words'
complete -c statuscomm -n '__statuscomm_at incident resolve' -l prevention -x -d 'What keeps it from happening again'
complete -c statuscomm -n '__statuscomm_at incident resolve' -l message -s m -x -d 'What customers read, - for standard input'
complete -c statuscomm -n '__statuscomm_at incident resolve' -l var -x -a '(__statuscomm_assign -)' -d 'Value of a variable in your own templates'
complete -c statuscomm -n '__statuscomm_at incident resolve' -l allow -x -d 'Let this rule of the message check pass, on record'
complete -c statuscomm -n '__statuscomm_at incident resolve' -l channel -x -a '(__statuscomm_ask targets)' -d 'Tell only this target'
complete -c statuscomm -n '__statuscomm_at incident resolve' -l no-notify -d 'Pages do not tell their own subscribers'
complete -c statuscomm -n '__statuscomm_at incident resolve' -l deadline -x -d 'Longest time to spend on sending before the rest is queued'
complete -c statuscomm -n '__statuscomm_at incident resolve' -l detach -d 'Send in the background; exit 0 once it is on record'
complete -c statuscomm -n '__statuscomm_at incident resolve' -l dry-run -s n -d 'Show everything that would be sent, and stop'
complete -c statuscomm -n '__statuscomm_argument 0 incident resolve' -a '(__statuscomm_ask open-incidents)'

complete -c statuscomm -n '__statuscomm_at incident note' -l type -x -a 'impact-started status-update mitigation-applied partial-recovery full-recovery internal' -d 'What it tells'
complete -c statuscomm -n '__statuscomm_at incident note' -l text -s m -x -d 'Words for ourselves, - for standard input'
complete -c statuscomm -n '__statuscomm_at incident note' -l customer-text -x -d 'Words for customers, used in the report'
complete -c statuscomm -n '__statuscomm_at incident note' -l at -x -d 'When it happened, if not now, such as \'14:05 Europe/Berlin\''
complete -c statuscomm -n '__statuscomm_argument 0 incident note' -a '(__statuscomm_ask open-incidents)'

complete -c statuscomm -n '__statuscomm_at incident list' -l all -s a -d 'Resolved ones too'

complete -c statuscomm -n '__statuscomm_at incident show' -l timeline -d 'Draw what happened when'
complete -c statuscomm -n '__statuscomm_argument 0 incident show' -a '(__statuscomm_ask open-incidents)'

complete -c statuscomm -n '__statuscomm_argument 0 incident log' -a '(__statuscomm_ask open-incidents)'

complete -c statuscomm -n '__statuscomm_at report draft' -l from -r -k -a '(__fish_complete_suffix .json5 .json .md)' -d 'Postmortem, - for standard input'
complete -c statuscomm -n '__statuscomm_at report draft' -l output -s o -r -k -a '(__fish_complete_suffix .md)' -d 'File for the draft; one that is there stays'
complete -c statuscomm -n '__statuscomm_argument 0 report draft' -a '(__statuscomm_ask incidents)'

complete -c statuscomm -n '__statuscomm_at report check' -l incident -x -a '(__statuscomm_ask incidents)' -d 'Incident that it is about, the only one that owes a report if left out'
complete -c statuscomm -n '__statuscomm_at report check' -l allow -x -d 'Rule whose findings do not stop the report'
complete -c statuscomm -n '__statuscomm_argument 0 report check' -k -a '(__fish_complete_suffix .md)'

complete -c statuscomm -n '__statuscomm_at report publish' -l postmortem -r -k -a '(__fish_complete_suffix .json5 .json .md)' -d 'Postmortem to archive, if not the one that was drafted from'
complete -c statuscomm -n '__statuscomm_at report publish' -l channel -x -a '(__statuscomm_ask targets)' -d 'Tell only this target'
complete -c statuscomm -n '__statuscomm_at report publish' -l no-notify -d 'Pages do not tell their own subscribers'
complete -c statuscomm -n '__statuscomm_at report publish' -l deadline -x -d 'Longest time to spend on sending before the rest is queued'
complete -c statuscomm -n '__statuscomm_at report publish' -l detach -d 'Send in the background; exit 0 once it is on record'
complete -c statuscomm -n '__statuscomm_at report publish' -l dry-run -s n -d 'Show everything that would be sent, and stop'
complete -c statuscomm -n '__statuscomm_argument 0 report publish' -a '(__statuscomm_ask incidents)'
complete -c statuscomm -n '__statuscomm_argument 1 report publish' -k -a '(__fish_complete_suffix .md)'

complete -c statuscomm -n '__statuscomm_at report skip' -l reason -x -d 'Why there is no report, for ourselves'
complete -c statuscomm -n '__statuscomm_argument 0 report skip' -a '(__statuscomm_ask incidents)'

complete -c statuscomm -n '__statuscomm_at tick' -l check -d 'Only report what is due, late or not delivered'
complete -c statuscomm -n '__statuscomm_at tick' -l dry-run -s n -d 'Show what would be posted and who would be reminded, and stop'
complete -c statuscomm -n '__statuscomm_at tick' -l deadline -x -d 'Longest time to spend on sending before the rest is queued'
complete -c statuscomm -n '__statuscomm_at tick' -l in-doubt -x -a 'resend skip' -d 'What to do about mails that may have arrived'

complete -c statuscomm -n '__statuscomm_at delivery list' -l all -s a -d 'Finished ones too'
complete -c statuscomm -n '__statuscomm_at delivery list' -l mail -d 'Addresses that no mail reached, and why'
complete -c statuscomm -n '__statuscomm_argument 0 delivery list' -a '(__statuscomm_ask open-incidents)'

complete -c statuscomm -n '__statuscomm_at delivery retry' -l deadline -x -d 'Longest time to spend before the rest stays queued'
complete -c statuscomm -n '__statuscomm_at delivery retry' -l in-doubt -x -a 'resend skip' -d 'What to do about mails that may have arrived'
complete -c statuscomm -n '__statuscomm_argument 0+ delivery retry' -a '(__statuscomm_ask deliveries)'

complete -c statuscomm -n '__statuscomm_at delivery settle' -l as -x -a 'sent not-sent dropped' -d 'What was found at the target'
complete -c statuscomm -n '__statuscomm_argument 0 delivery settle' -a '(__statuscomm_ask deliveries)'

complete -c statuscomm -n '__statuscomm_at mail preview' -l to -x -d 'Recipient; of the lists if it is there'
complete -c statuscomm -n '__statuscomm_at mail preview' -l open -d 'Show it in the mail program of this machine'
complete -c statuscomm -n '__statuscomm_argument 0 mail preview' -a '(__statuscomm_ask open-incidents)'

complete -c statuscomm -n '__statuscomm_at mail test' -l to -x -d 'Recipient'

complete -c statuscomm -n '__statuscomm_argument 0+ subscriber check' -k -a '(__fish_complete_suffix .csv .jsonl)'

complete -c statuscomm -n '__statuscomm_at subscriber match' -l component -s c -x -a '(__statuscomm_ask components)' -d 'Component that would be affected'
complete -c statuscomm -n '__statuscomm_at subscriber match' -l severity -s s -x -a 'critical high medium low' -d 'Severity it would have'
complete -c statuscomm -n '__statuscomm_at subscriber match' -l all -s a -d 'Those who would not be told, too'
complete -c statuscomm -n '__statuscomm_argument 0 subscriber match' -a '(__statuscomm_ask open-incidents)'

complete -c statuscomm -n '__statuscomm_at subscriber suppress' -l reason -x -d 'Why, for the suppression list'

complete -c statuscomm -n '__statuscomm_at ticket match' -l component -s c -x -a '(__statuscomm_ask components)' -d 'Component that would be affected'
complete -c statuscomm -n '__statuscomm_at ticket match' -l keyword -x -d 'Word that customers would use for it'
complete -c statuscomm -n '__statuscomm_at ticket match' -l started-at -x -d 'When customers began to notice, if not now'
complete -c statuscomm -n '__statuscomm_at ticket match' -l channel -x -a '(__statuscomm_ask targets)' -d 'Search only this ticket system'
complete -c statuscomm -n '__statuscomm_at ticket match' -l explain -s e -d 'Show what each score is made of'
complete -c statuscomm -n '__statuscomm_at ticket match' -l all -s a -d 'Tickets below the threshold, too'
complete -c statuscomm -n '__statuscomm_argument 0 ticket match' -a '(__statuscomm_ask open-incidents)'

complete -c statuscomm -n '__statuscomm_argument 0 ticket list' -a '(__statuscomm_ask open-incidents)'

complete -c statuscomm -n '__statuscomm_at ticket link' -l channel -x -a '(__statuscomm_ask targets)' -d 'Ticket system, where there are several'
complete -c statuscomm -n '__statuscomm_at ticket link' -l no-reply -d 'Agents read the news as notes; the customer is not written to'
complete -c statuscomm -n '__statuscomm_argument 0 ticket link' -a '(__statuscomm_ask open-incidents)'

complete -c statuscomm -n '__statuscomm_at ticket unlink' -l channel -x -a '(__statuscomm_ask targets)' -d 'Ticket system, where there are several'
complete -c statuscomm -n '__statuscomm_argument 0 ticket unlink' -a '(__statuscomm_ask open-incidents)'
complete -c statuscomm -n '__statuscomm_argument 1 ticket unlink' -a '(__statuscomm_ask linked-tickets)'

complete -c statuscomm -n '__statuscomm_at message check' -l for -x -a 'page mail chat ticket banner report' -d 'Channel that the finished text is for'
complete -c statuscomm -n '__statuscomm_at message check' -l allow -x -d 'Rule whose findings do not stop the text'
complete -c statuscomm -n '__statuscomm_argument 0 message check' -F



complete -c statuscomm -n '__statuscomm_at template render' -l data -s d -r -k -a '(__fish_complete_suffix .json5 .json)' -d 'Values'
complete -c statuscomm -n '__statuscomm_at template render' -l partials -x -a '(__fish_complete_directories)' -d 'Folder of NAME.mustache for {{> NAME}}'
complete -c statuscomm -n '__statuscomm_at template render' -l html -d 'Escape values for HTML'
complete -c statuscomm -n '__statuscomm_at template render' -l lenient -d 'Missing values are empty'
complete -c statuscomm -n '__statuscomm_argument 0 template render' -k -a '(__fish_complete_suffix .mustache)'

complete -c statuscomm -n '__statuscomm_argument 0 template vars' -a 'initial update resolution page chat ticket report report-mail'



complete -c statuscomm -n '__statuscomm_argument 0 connector show' -a '(__statuscomm_ask connectors)'

complete -c statuscomm -n '__statuscomm_argument 0+ connector check' -a '(__statuscomm_ask targets)'




complete -c statuscomm -n '__statuscomm_argument 0+ banner show' -a '(__statuscomm_ask targets)'

complete -c statuscomm -n '__statuscomm_at banner publish' -l dry-run -d 'Show what would be sent, and send nothing'
complete -c statuscomm -n '__statuscomm_argument 0+ banner publish' -a '(__statuscomm_ask targets)'

complete -c statuscomm -n '__statuscomm_at stats' -l since -x -d 'Only incidents that began then or later'
complete -c statuscomm -n '__statuscomm_at stats' -l until -x -d 'Only incidents that began before'
complete -c statuscomm -n '__statuscomm_at stats' -l by -x -a 'month quarter year' -d 'A line for each period instead of each incident'
complete -c statuscomm -n '__statuscomm_at stats' -l page -r -k -a '(__fish_complete_suffix .html)' -d 'Write plots and tables as a web page too'

complete -c statuscomm -n '__statuscomm_at drill' -l interactive -s i -d 'Decide yourself what is said and when'
complete -c statuscomm -n '__statuscomm_at drill' -l speed -x -d 'Seconds of the exercise that pass in one of yours'
complete -c statuscomm -n '__statuscomm_at drill' -l keep -x -a '(__fish_complete_directories)' -d 'Keep pages, mails and requests in this new folder'
complete -c statuscomm -n '__statuscomm_at drill' -l show -d 'Print the scenario instead of playing it'
complete -c statuscomm -n '__statuscomm_argument 0 drill' -k -a '(__fish_complete_suffix .json5 .json)'



complete -c statuscomm -n '__statuscomm_argument 0 generate completions' -a 'bash zsh fish'



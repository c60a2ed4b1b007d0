# SPDX-License-Identifier: MIT
# Completion of procession for bash.  Made by docs/words.

_procession_lessons() {
	procession list 2>/dev/null |
		sed -n 's/^  \([^ ]*\).*/\1/p'
}

_procession() {
	local word=${COMP_WORDS[COMP_CWORD]} command= i
	local last=${COMP_WORDS[COMP_CWORD - 1]}
	local commands='list path glossary run watch replay export keys review report progress lint new preview schema explain help'

	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		case " $commands " in
		*" ${COMP_WORDS[i]} "*) command=${COMP_WORDS[i]}; break ;;
		esac
	done
	case $last in
	--lessons) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
	--course) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
	--theme) mapfile -t COMPREPLY < <(compgen -W 'dark light contrast mono' -- "$word"); return ;;
	--record) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
	--learner) return ;;
	--speed) return ;;
	--seed) return ;;
	--schedule) return ;;
	--show) mapfile -t COMPREPLY < <(compgen -W 'text source processes queue memory pool pipe timeline chart console inspector ledger shared lock semaphore condition event barrier graph outcomes' -- "$word"); return ;;
	--times) return ;;
	--outcome) return ;;
	--format) mapfile -t COMPREPLY < <(compgen -W 'chrome perfetto json csv text' -- "$word"); return ;;
	--output) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
	--minutes) return ;;
	--questions) return ;;
	--class) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
	esac
	if [[ $word == -* ]]; then
		case $command in
		list) set -- --lessons --course --json --learner --paths --help ;;
		path) set -- --lessons --course --trust --theme --ascii --no-color --present --linear --record --learner --help ;;
		glossary) set -- --lessons --course --help ;;
		run) set -- --lessons --course --trust --theme --ascii --no-color --present --linear --json --speed --seed --schedule --show --record --times --outcome --help ;;
		watch) set -- --theme --ascii --no-color --present --linear --json --schedule --show --record --help ;;
		replay) set -- --theme --ascii --no-color --present --linear --json --speed --show --help ;;
		export) set -- --format --output --help ;;
		keys) set -- --json --help ;;
		review) set -- --lessons --course --trust --theme --ascii --no-color --present --linear --learner --exam --weak --minutes --questions --help ;;
		report) set -- --lessons --course --json --learner --class --help ;;
		progress) set -- --lessons --course --learner --yes --help ;;
		lint) set -- --lessons --course --json --run --bank --times --help ;;
		new) set -- --help ;;
		preview) set -- --lessons --course --trust --theme --ascii --no-color --present --linear --help ;;
		schema) set -- --markdown --help ;;
		explain) set -- --help ;;
		help) set -- --lessons --course --trust --theme --ascii --no-color --present --linear --record --learner --help --version ;;
		*) set -- --lessons --course --trust --theme --ascii --no-color --present --linear --record --learner --help --version ;;
		esac
		mapfile -t COMPREPLY < <(compgen -W "$*" -- "$word")
		return
	fi
	case $command in
	'') set -- $commands $(_procession_lessons) ;;
	watch) mapfile -t COMPREPLY < <(compgen -cf -- "$word"); return ;;
	replay) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
	export) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
	progress) set -- export import reset ;;
	lint) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
	new) set -- lesson step ;;
	preview) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
	help) set -- $commands panes ;;
	*) return ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$*" -- "$word")
}

complete -o filenames -o bashdefault -F _procession procession

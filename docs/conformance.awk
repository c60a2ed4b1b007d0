# SPDX-License-Identifier: MIT
#
# The page of what mp does as Python does: from the list of behaviours
# (mp-conformance.def), the build files of the tests (*.mk: which programs are
# run) and their sources, in this order.  A comment in a source
#
#	/* conforms: 53 54 */
#	START_TEST(it_holds_its_capacity_and_no_more)
#
# says what the test below it proves; in a source without START_TEST, what the
# program proves.  A test is run if it is in the arguments of a tcase_add_ or of
# a macro EACH_.  The page goes to standard output, what is wrong to standard
# error; the exit status is 1 then.
#
# With -v list=1 the output is the tests instead: program, test, one a line.

function wrong(text) {
	print text >"/dev/stderr"
	bad = 1
}

function end_of_file() {
	if (file ~ /\.c$/)
		end_of_source()
}

FNR == 1 {
	end_of_file()
	file = FILENAME
	place = file
	sub("^" top "/", "", place)
	numbers = source = ""
	in_tag = tests = 0
}

# -- the list of behaviours --

file ~ /\.def$/ && /^#/ { next }
file ~ /\.def$/ && /^\[.*\]$/ {
	area = substr($0, 2, length($0) - 2)
	next
}
file ~ /\.def$/ && /^$/ {
	part = ""
	next
}
file ~ /\.def$/ && /^[0-9]+ / {
	if ($1 != ++last)
		wrong(place ":" FNR ": " last " comes here, not " $1)
	part = "text"
	of_area[last] = area
	text[last] = substr($0, length($1) + 2)
	next
}
file ~ /\.def$/ && /^(differs|n\/a): / {
	part = "reason"
	kind[last] = $1 == "differs:" ? "differs" : "n/a"
	reason[last] = substr($0, length($1) + 2)
	next
}
file ~ /\.def$/ && part == "text" { text[last] = text[last] " " $0; next }
file ~ /\.def$/ && part == "reason" { reason[last] = reason[last] " " $0; next }
file ~ /\.def$/ {
	wrong(place ":" FNR ": belongs to no behaviour")
	next
}

# -- which programs are run --

file ~ /\.mk$/ {
	for (i = 1; i <= NF; i++) {
		word = $i
		sub(/\.c$/, "", word)
		built[word] = 1
	}
	next
}

# -- the tests --

{ source = source " " $0 }

/conforms:/ { in_tag = 1 }
in_tag {
	line = $0
	sub(/.*conforms:/, "", line)
	in_tag = line !~ /\*\//
	sub(/\*\/.*/, "", line)
	gsub(/[*,]/, " ", line)
	n = split(line, word_of, " ")
	for (i = 1; i <= n; i++) {
		if (word_of[i] !~ /^[0-9]+$/ || !(word_of[i] + 0 in text))
			wrong(place ":" FNR ": there is no behaviour " word_of[i])
		numbers = numbers " " word_of[i] + 0
	}
	next
}
/^START_TEST\(/ {
	tests++
	name = $0
	sub(/^START_TEST\(/, "", name)
	sub(/\).*/, "", name)
	if (numbers != "") {
		proves[name] = numbers
		tagged[name] = FNR
	}
	numbers = ""
}

function program_of(path) {
	sub(/\.c$/, "", path)
	return path
}

function add(numbers, name, n, number, i, program) {
	program = program_of(place)
	sub(/.*\//, "", program)
	n = split(numbers, number, " ")
	for (i = 1; i <= n; i++) {
		proof[number[i]] = proof[number[i]] sprintf("%s%s", \
			proof[number[i]] == "" ? "" : \
			of_program[number[i]] == program && name != "" ? ", " : "; ", \
			of_program[number[i]] == program && name != "" ? name : \
			program (name == "" ? "" : ": " name))
		of_program[number[i]] = program
	}
	if (list)
		print program_of(place), name == "" ? "-" : name
}

function end_of_source(name, any) {
	if (!tests && numbers != "") {
		add(numbers, "")
		any = 1
	}
	if (tests && numbers != "")
		wrong(place ": the last `conforms:' is above no test")
	for (name in proves) {
		if (source !~ "(tcase_add_[a-z_]*test[a-z_]*|EACH_[A-Z_]*)\\([^;]*[ (\t]" name "[,)]")
			wrong(place ":" tagged[name] ": " name " is never run")
		any = 1
	}
	if (any && !(program_of(place) in built))
		wrong(place ": no build file has it")
	sorted(proves)
	for (name in proves)
		delete proves[name]
}

# In the order in which they stand in the file.
function sorted(proves, name, least, after) {
	for (after = 0; ; after = least) {
		least = 0
		for (name in proves)
			if (tagged[name] > after && (!least || tagged[name] < least)) {
				least = tagged[name]
				best = name
			}
		if (!least)
			return
		add(proves[best], best)
	}
}

# -- the page --

function cell(s) {
	gsub(/\|/, "\\|", s)
	return s
}

END {
	end_of_file()
	for (i = 1; i <= last; i++) {
		if (proof[i] == "" && reason[i] == "")
			wrong("behaviour " i " has neither a test nor a reason: " text[i])
		if (proof[i] != "" && kind[i] == "n/a")
			wrong("behaviour " i " does not apply, yet is tested: " proof[i])
		count[kind[i] == "" ? "pass" : kind[i]]++
	}
	if (last != total + 0 && total)
		wrong("there are " last " behaviours, not " total)
	if (list || bad)
		exit bad
	print "# What mp does as Python does"
	print ""
	print "<!-- Made by `make conformance' of mp-conformance.def and the tests. -->"
	print ""
	print "The unit of truth for `mp` is Python: the documentation of"
	print "`multiprocessing` and `concurrent.futures` in CPython 3.13, and what its own"
	print "tests of them look for. Here is each behaviour, in our words, and what `mp`"
	print "makes of it: *pass* if it does the same in C's manner, *differs* with what it"
	print "does instead and why, or *n/a*. At the right is the program in the folder"
	print "`tests`, and in it the test, that proves it."
	print ""
	printf "Of %d behaviours %d pass, %d differ, %d do not apply.\n", \
		last, count["pass"], count["differs"], count["n/a"]
	for (i = 1; i <= last; i++) {
		if (of_area[i] != of_area[i - 1]) {
			print ""
			print "## " of_area[i]
			print ""
			print "| | Python | mp | proved by |"
			print "|---|---|---|---|"
		}
		printf "| %d | %s | %s | %s |\n", i, cell(text[i]), \
			kind[i] == "" ? "pass" : "*" kind[i] ":* " cell(reason[i]), \
			cell(proof[i])
	}
}

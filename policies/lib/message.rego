# METADATA
# title: Messages
# description: What a denial says is one line of at most 120 characters, whatever the names in it look like.
package lib.message

_longest := 120

# METADATA
# title: The text on one line, cut where it is too long
line(text) := flat if {
	flat := _flat(text)
	count(flat) <= _longest
}

line(text) := concat("", [substring(flat, 0, _longest - 1), "…"]) if {
	flat := _flat(text)
	count(flat) > _longest
}

_flat(text) := strings.replace_n({"\n": " ", "\r": " ", "\t": " "}, text) if is_string(text)

# METADATA
# title: What a thing is called, "(unnamed)" where that is no text
default name(_) := "(unnamed)"

name(value) := value if {
	is_string(value)
	value != ""
}

# METADATA
# title: How many others there are, for the end of a list that names the first
more(count_of_others) := "" if count_of_others < 1

more(count_of_others) := sprintf(" and %d more", [count_of_others]) if count_of_others >= 1

# METADATA
# title: A number of things by the name of one of them
amount(1, thing) := concat(" ", ["1", thing])

amount(number, thing) := concat("", [format_int(number, 10), " ", thing, "s"]) if number != 1

package lib.message_test

import data.lib.message

test_short_text_stays if message.line("Ingress \"a\" has no TLS") == "Ingress \"a\" has no TLS"

test_lines_become_one if message.line("a\nb\tc") == "a b c"

test_text_of_120_characters_stays if count(message.line(concat("", [x | some _ in numbers.range(1, 120); x := "ä"]))) == 120

test_longer_text_is_cut if {
	text := message.line(concat("", [x | some _ in numbers.range(1, 121); x := "ä"]))
	count(text) == 120
	endswith(text, "ä…")
}

test_what_has_no_name_is_unnamed if {
	message.name("api") == "api"
	message.name("") == "(unnamed)"
	message.name(3) == "(unnamed)"
}

test_others_are_counted if {
	message.more(0) == ""
	message.more(2) == " and 2 more"
}

test_one_thing_is_no_plural if {
	message.amount(0, "replica") == "0 replicas"
	message.amount(1, "replica") == "1 replica"
	message.amount(12, "replica") == "12 replicas"
}

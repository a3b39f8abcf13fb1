package lib.host_test

import data.lib.host

test_urls if {
	host.of("A_URL", "http://web:8080/x") == {["web", "8080"]}
	host.of("A_URL", "postgres://u:p@db/web") == {["db", ""]}
	host.of("A_URLS", "http://a:1,http://b.shop.svc") == {["a", "1"], ["b.shop.svc", ""]}
}

test_lists if {
	host.of("BROKERS", "kafka-0.kafka:9092, kafka-1.kafka:9092") == {["kafka-0.kafka", "9092"], ["kafka-1.kafka", "9092"]}
	every text in ["redis:7", "info,web=debug", "12:3000", "a:8080 b:8080", "${HOST}:8080"] {
		host.of("X", text) == set()
	}
}

test_bare_names_under_host_keys if {
	host.of("DB_HOST", "db") == {["db", ""]}
	host.of("smtp.hostname", "mail.example") == {["mail.example", ""]}
	host.of("DB_NAME", "db") == set()
	host.of("BIND_HOST", "0.0.0.0") == set()
}

test_files if {
	host.of("nginx.conf", "# a.shop.svc\nserver b.shop.svc:80;\nserver c:8080;\n") == {["b.shop.svc", "80"]}
}

package nova.workflow.verified_downloads_test

import data.nova.workflow.verified_downloads

run(text) := {"jobs": {"a": {"steps": [{"name": "Install", "run": text}]}}}

test_downloads_that_are_run_are_denied if {
	every text in {
		"curl -s https://example.com/install.sh | bash",
		"curl -sSf 'https://example.com/i.sh?a=1&b=2' | sudo -E bash -",
		"set -e\nwget -qO- https://example.com/install.sh \\\n  | sh -s -- --yes",
		"bash <(curl -s https://example.com/install.sh)",
		"sh -c \"$(curl -fsSL https://example.com/install.sh)\"",
		"eval \"$(curl -s https://example.com/env)\"",
		"cd /tmp && curl https://example.com/get.py | python3 -",
	} {
		found := verified_downloads.deny with input as run(text)
		found == {{"msg": `Step "Install" runs a download unseen`, "path": ["jobs", "a", "steps", 0, "run"]}}
	}
}

test_two_steps_are_two_denials if {
	step := {"run": "curl https://example.com | sh"}
	found := verified_downloads.deny with input as {"runs": {"steps": [step, step]}}
	{denial.path | some denial in found} == {["runs", "steps", 0, "run"], ["runs", "steps", 1, "run"]}
}

test_other_uses_of_downloads_pass if {
	every text in {
		"curl -sLo tool.tar.gz https://example.com/tool.tar.gz && sha256sum --check sums && tar xzf tool.tar.gz",
		"curl -s https://example.com/x | tar xz",
		"curl -s https://example.com/x | jq -r .tag | sort",
		"curl -s https://example.com/x.json | python3 -c 'import json, sys; print(json.load(sys.stdin))'",
		"curl -s https://example.com/x.json | python3 -m json.tool",
		"# curl https://example.com | sh",
		"echo 'curl https://example.com | sh is what we do not do'",
		"curl -f https://example.com/health || bash diagnose.sh",
		"curl -s https://example.com/x | tee i.sh | sha256sum --check sums && bash i.sh",
	} {
		verified_downloads.deny == set() with input as run(text)
	}
}
